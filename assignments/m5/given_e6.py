"""Given for m5.e6: networks that are made from a description, the yardstick, and what the tests look at your functions with.

network(RACED, seed=0)                the network of the race
counted(optimise, predict, RACED, 0, x)   what your functions ask torch for
"""

import copy
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

Description = list[Any]
"""A kind of layer, and what it is made of: ["conv", 3, 16, {"stride": 2}], ["seq", ["relu"], ["pool"]]. See _MAKERS."""


def _block(inside: int, outside: int, **options: Any) -> list[Description]:
    return [["conv", inside, outside, {"bias": False, **options}], ["norm", outside], ["relu"]]


def _separated(channels: int) -> list[Description]:
    """A filter for each channel, and then a mixture of all channels, pixel by pixel, as in networks for telephones."""
    return [*_block(channels, channels, padding=1, groups=channels), *_block(channels, channels, kernel_size=1)]


RACED: Description = [
    "seq",
    *_block(3, 32, padding=1),
    ["pool"],
    *_separated(32),
    *_separated(32),
    *_separated(32),
    ["mean"],
    ["linear", 32, 10],
]


class Sum(nn.Module):
    """What its parts say of the same input, added up."""

    def __init__(self, *parts: nn.Module) -> None:
        super().__init__()
        self.parts = nn.ModuleList(parts)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.stack([part(x) for part in self.parts]).sum(0)


class NormFirst(nn.Module):
    """Registered in one order, called in the other, as in networks that normalise before they filter."""

    def __init__(self, conv: nn.Module, norm: nn.Module) -> None:
        super().__init__()
        self.conv, self.norm = conv, norm

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv(self.norm(x).relu())


class Looked(nn.Module):
    """What the convolution says is needed twice: once as it is, once normalised."""

    def __init__(self, conv: nn.Module, norm: nn.Module) -> None:
        super().__init__()
        self.conv, self.norm = conv, norm

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found = self.conv(x)
        return found.sigmoid() + self.norm(found)


class Backwards(nn.Sequential):
    """A Sequential that calls its layers from the last to the first."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        for layer in reversed(list(self)):
            x = layer(x)
        return x


class Bent(nn.Conv2d):
    """A convolution that bends what it gives."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x).tanh()


class Halved(nn.BatchNorm2d):
    """A batch norm that gives half as much where it is above 0."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found = super().forward(x)
        return torch.where(found > 0, found / 2, found)


class Dropping(nn.Module):
    """Dropout by hand: it looks at its own mode."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.dropout(x, 0.5, self.training)


class Viewed(nn.Module):
    """Asks for a view, as many networks do before their last layers: there has to be one, and so the order is the usual one."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.view(len(x), -1).tanh().view(x.shape)


class Constant(nn.Module):
    """Always gives the same scores, and they are a view of what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("scores", torch.zeros(64, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.scores[: len(x)]  # type: ignore[index]


class Watch(nn.Module):
    """Gives what it gets, and notes in what circumstances."""

    seen: list[dict[str, Any]] = []  # noqa: RUF012

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        Watch.seen.append({"images": len(x), "grad": torch.is_grad_enabled(), "training": self.training, "dtype": str(x.dtype)})
        return x


class Failing(nn.Module):
    """Raises an error for all that is not empty."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if len(x):
            raise LookupError("this network does not work")
        return x


def _flat_norm(channels: int) -> nn.Module:
    """A batch norm of which the first channel never varied, and the second is not wanted."""
    norm = nn.BatchNorm2d(channels, eps=0.01)
    norm.flat = True  # type: ignore[assignment]
    return norm


_MAKERS: dict[str, Callable[..., nn.Module]] = {
    "seq": nn.Sequential,
    "conv": lambda a, b, options=None: nn.Conv2d(a, b, **{"kernel_size": 3, **(options or {})}),
    "up": lambda a, b, options=None: nn.ConvTranspose2d(a, b, **{"kernel_size": 3, **(options or {})}),
    "linear": nn.Linear,
    "norm": lambda a, options=None: nn.BatchNorm2d(a, **(options or {})),
    "flat norm": _flat_norm,
    "norm1": nn.BatchNorm1d,
    "group norm": nn.GroupNorm,
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "pool": lambda: nn.MaxPool2d(2),
    "dropout": nn.Dropout,
    "dropping": Dropping,
    "mean": lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    "flatten": nn.Flatten,
    "nothing": nn.Identity,
    "sum": Sum,
    "norm first": NormFirst,
    "looked": Looked,
    "backwards": Backwards,
    "bent": lambda a, b, options=None: Bent(a, b, **{"kernel_size": 3, **(options or {})}),
    "halved": Halved,
    "viewed": Viewed,
    "constant": Constant,
    "relu in place": lambda: nn.ReLU(inplace=True),
    "watch": Watch,
    "failing": Failing,
}


def network(description: Description, seed: int, larger: float = 1.0) -> nn.Module:
    """The network with weights as after a training that nobody had to wait for; its last layer's are `larger`.

    ["named", "a", layer] is the layer, ["again", "a"] the same layer object once more, and ["tied", "a", layer] another layer
    with the same weights; ["tied bias", "a", layer] has the same bias.
    """
    net = _made(description, {})
    rng = np.random.default_rng(seed)
    done: set[int] = set()
    for layer in net.modules():
        for name, tensor in itertools.chain(layer.named_parameters(recurse=False), layer.named_buffers(recurse=False)):
            if id(tensor) not in done and tensor.is_floating_point():
                done.add(id(tensor))
                values = _values(rng, layer, name, tuple(tensor.shape))
                with torch.no_grad():
                    tensor.copy_(torch.from_numpy(values))
    if larger != 1:
        last = [layer for layer in net.modules() if isinstance(layer, nn.Linear)][-1]
        with torch.no_grad():
            last.weight.mul_(larger)
            last.bias.mul_(larger)
    return net


def _made(description: Description, names: dict[str, nn.Module]) -> nn.Module:
    kind, *rest = description
    if kind == "again":
        return names[rest[0]]
    if kind in ("named", "tied", "tied bias"):
        layer = _made(rest[1], names)
        if kind == "tied":
            layer.weight = names[rest[0]].weight
        elif kind == "tied bias":
            layer.bias = names[rest[0]].bias
        else:
            names[rest[0]] = layer
        return layer
    return _MAKERS[kind](*(_made(each, names) if isinstance(each, list) else each for each in rest))


def _values(rng: np.random.Generator, layer: nn.Module, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers that keep what comes out about as large as what went in, and no two channels alike."""
    if name == "running_var":
        values = rng.uniform(0.3, 3, shape)
        if hasattr(layer, "flat"):
            values[0] = 0
        return values
    if name == "running_mean":
        return rng.normal(0, 0.5, shape)
    if name == "weight" and len(shape) == 1:
        values = rng.uniform(0.4, 1.6, shape) * rng.choice([-1, 1, 1], shape)
        if hasattr(layer, "flat"):
            values[1] = 0
        return values
    if name == "weight":
        inputs = np.prod(shape) / (shape[1] if isinstance(layer, nn.ConvTranspose2d) else shape[0])
        return rng.normal(0, (2 / inputs) ** 0.5, shape)
    return rng.normal(0, 0.3, shape)


def optimise(net: nn.Module) -> nn.Module:
    """The yardstick's: nothing is done beforehand."""
    return net


def one_at_a_time(optimise: Callable[[nn.Module], nn.Module], x: np.ndarray) -> np.ndarray:
    """The yardstick: the network of the race as it is, image by image and number by number."""
    net = _raced(optimise)
    answer = np.zeros((len(x), 10), np.float32)
    for i in range(len(x)):
        image = torch.tensor(x[i : i + 1])
        probabilities = torch.softmax(net(image), dim=1).detach()
        for j in range(10):
            answer[i, j] = float(probabilities[0, j])
    return answer


def raced(predict: Callable[..., Any], optimise: Callable[[nn.Module], nn.Module], x: np.ndarray) -> Any:
    """What the race calls: optimise the first time, which is not timed, and then predict alone."""
    return predict(_raced(optimise), x)


_READY: list[nn.Module] = []


def _raced(optimise: Callable[[nn.Module], nn.Module]) -> nn.Module:
    if not _READY:
        _READY.append(optimise(network(RACED, 0).eval()))
    return _READY[0]


# For the tests: networks stay on this side of the wire, what comes of them goes there.


def truth(description: Description, seed: int, x: np.ndarray, larger: float = 1.0) -> np.ndarray:
    """The scores in eval mode, in double precision; the test's own process asks for them."""
    net = network(description, seed, larger).double().eval()
    with torch.no_grad():
        return net(torch.from_numpy(x.astype(np.float64, order="C"))).numpy()


def views(x: np.ndarray) -> dict[str, np.ndarray]:
    """The same images, as arrays that lie in memory in different ways."""
    wide = np.full((2 * len(x), x.shape[1], x.shape[2], 2 * x.shape[3]), np.float32(7))
    wide[::2, :, :, ::2] = x
    read_only = x.copy()
    read_only.flags.writeable = False
    last = np.ascontiguousarray(x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    backwards = np.ascontiguousarray(x[::-1, :, ::-1, ::-1])[::-1, :, ::-1, ::-1]
    turned = np.ascontiguousarray(x.transpose(0, 1, 3, 2)).transpose(0, 1, 3, 2)
    return {
        "strides": wide[::2, :, :, ::2],
        "read-only": read_only,
        "channels last": last,
        "backwards": backwards,
        "column by column": turned,
        "in Fortran's order": np.asfortranarray(x),
    }


def report(
    optimise: Callable[..., Any],
    predict: Callable[..., Any],
    description: Description,
    seed: int,
    x: np.ndarray,
    modes: str = "train",
    larger: float = 1.0,
) -> dict[str, Any]:
    """What both functions make of a network in some mode, and what has become of it."""
    torch.set_grad_enabled(True)  # as in a new process, whatever the calls before have left behind
    net = _in_mode(network(description, seed, larger), modes, seed)
    before, settings, x_before = _state(net), _settings(), x.copy()
    answers = {"predict(net, x)": predict(net, x)}
    predicted = _state(net) == before
    fast = optimise(net)
    optimised = _state(net) == before
    answers["predict(optimise(net), x)"] = predict(fast, x)
    with torch.no_grad():
        scores = fast(torch.tensor(x))
    return {
        "answers": answers,
        "scores": scores.numpy() if type(scores) is torch.Tensor else None,
        "faults": [
            *_faults_of_answers(answers, x),
            *(["predict has changed the network it was given"] if not predicted else []),
            *(["optimise has changed the network it was given"] if not optimised else []),
            *(["the network that optimise was given has changed afterwards"] if _state(net) != before else []),
            *(["the images have changed"] if not np.array_equal(x, x_before, equal_nan=True) else []),
            *(["a setting of torch has changed"] if _settings() != settings else []),
            *_faults_of_network(net, fast),
        ],
    }


def _faults_of_answers(answers: dict[str, Any], x: np.ndarray) -> Iterator[str]:
    for name, answer in answers.items():
        if type(answer) is not np.ndarray:
            yield f"{name} is not a numpy array but a {type(answer).__name__}"
        elif not (answer.flags.c_contiguous and answer.flags.writeable) or np.shares_memory(answer, x):
            yield f"{name} is not row-major, not writable, or shares memory with x"


def _faults_of_network(net: nn.Module, fast: Any) -> Iterator[str]:
    if not isinstance(fast, nn.Module):
        yield f"what optimise returns is not an nn.Module but a {type(fast).__name__}"
        return
    if any(parameter.requires_grad for parameter in fast.parameters()):
        yield "a parameter of what optimise returns wants a gradient"
    mine, yours = ({tensor.untyped_storage().data_ptr() for tensor in _tensors(each) if tensor.numel()} for each in (net, fast))
    if fast is net or mine & yours:
        yield "what optimise returns shares memory with the network it was given"


def later(
    optimise: Callable[..., Any], predict: Callable[..., Any], description: Description, seed: int, x: np.ndarray
) -> dict[str, Any]:
    """Answers of an optimised network, one after the other, while the original is trained to be that of the next seed."""
    net, trained = network(description, seed), network(description, seed + 1)
    fast, other = optimise(net), optimise(trained)
    first = predict(fast, x)
    answers = {"kept": first.copy(), "first": first, "as it is": predict(net, x), "twice": predict(optimise(fast), x)}
    y = x[::-1].copy()
    answers["turned"] = predict(fast, y)
    y *= 0  # the same array, other images
    answers["black"] = predict(fast, y)
    net.load_state_dict(trained.state_dict())
    answers["again"] = predict(fast, x)
    answers["trained, as it is"] = predict(net, x)
    answers["trained"] = predict(optimise(net), x)
    with torch.no_grad():
        for tensor in _tensors(fast):
            if tensor.is_floating_point():
                tensor.mul_(0)
    answers["original"] = predict(net, x)
    answers["other"] = predict(other, x)
    return answers


def of_modes(
    optimise: Callable[..., Any], predict: Callable[..., Any], description: Description, seed: int, x: np.ndarray
) -> dict[str, Any]:
    """The answers where one layer has another mode than all others, and one parameter another wish; and what has changed."""
    net = network(description, seed)
    layers, parameters = list(net.modules()), list(net.parameters())
    answers, faults = [], []
    for at in range(max(len(layers), len(parameters))):
        for rest in (True, False):
            for number, layer in enumerate(layers):
                layer.training = rest if number != at else not rest
            for number, parameter in enumerate(parameters):
                parameter.requires_grad_(rest if number != at else not rest)
            before = _state(net)
            answers.append(predict(net, x))
            if _state(net) != before:
                faults.append("predict has changed the network it was given")
            fast = optimise(net)
            if _state(net) != before:
                faults.append("optimise has changed the network it was given")
            faults.extend(_faults_of_network(net, fast))
    return {"answers": np.array(answers), "faults": sorted(set(faults))}


def of_ready(
    optimise: Callable[..., Any], predict: Callable[..., Any], description: Description, seed: int, x: np.ndarray
) -> dict[str, Any]:
    """What optimise makes of a network in which nothing is left to do, and of what it made of it; written over afterwards."""
    net = network(description, seed).eval().requires_grad_(False)
    fast = optimise(net)
    chain = [net, fast, optimise(fast)]
    chain.append(optimise(chain[-1]))
    faults = [fault for at in range(4) for other in chain[:at] for fault in _faults_of_network(other, chain[at])]
    answers = []
    for each in chain:
        answers.append(predict(each, x))
        with torch.no_grad():
            for tensor in _tensors(each):
                tensor.zero_()
    return {"answers": np.array(answers), "faults": sorted(set(faults))}


def counted(
    optimise: Callable[..., Any], predict: Callable[..., Any], description: Description, seed: int, x: np.ndarray
) -> dict[str, Any]:
    """The answer of predict(optimise(net), x), how often it asked torch for what, and what a Watch in the network has seen."""
    fast = optimise(_in_mode(network(description, seed), "train", seed))
    Watch.seen.clear()
    with _Counting() as counting:
        answer = predict(fast, x)
    names = counting.names
    return {
        "answer": answer,
        "numbers": sum(names[name] for name in _WAITS),
        "norms": sum(times for name, times in names.items() if "batch_norm" in name),
        "seen": list(Watch.seen),
        "asked": dict(names),
    }


_WAITS = ("aten::item", "aten::_local_scalar_dense", "aten::is_nonzero", "aten::equal", "aten::allclose")
"""What asks for a single number. In inference_mode, .item() goes by its own name, elsewhere by that of what it does."""


class _Counting(TorchDispatchMode):
    """Counts the operations that reach the part of torch that computes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()

    def __torch_dispatch__(self, operation: Any, kinds: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names[operation._schema.name] += 1
        return operation(*args, **(kwargs or {}))


def of_views(
    optimise: Callable[..., Any], predict: Callable[..., Any], description: Description, seed: int, x: np.ndarray
) -> dict[str, Any]:
    """What predict makes of the same images in other orders of memory; "changed" where that has changed one."""
    fast, answers = optimise(network(description, seed)), {}
    for name, view in views(x).items():
        before = view.copy()
        answer = predict(fast, view)
        answers[name] = answer if np.array_equal(view, before) and type(answer) is np.ndarray else "changed"
    return answers


def of_failing(optimise: Callable[..., Any], predict: Callable[..., Any], x: np.ndarray) -> dict[str, Any]:
    """What comes of a network that raises an error."""
    net = _in_mode(network(["seq", ["conv", 3, 4], ["norm", 4], ["mean"], ["failing"]], 1), "mixed", 1)
    before, settings, error = _state(net), _settings(), ""
    try:
        predict(net, x)
    except LookupError as raised:
        error = str(raised)
    return {"error": error, "same": _state(net) == before and _settings() == settings}


def refused(function: Callable[..., Any], *args: Any) -> str:
    """The name of the error for these arguments; "net" stands for a network."""
    nets = {"net": lambda: network(["seq", ["conv", 3, 4], ["mean"]], 1)}
    try:
        function(*(nets[each]() if isinstance(each, str) and each in nets else each for each in args))
    except (TypeError, ValueError) as error:
        return type(error).__name__
    return ""


def at_large(
    optimise: Callable[..., Any], predict: Callable[..., Any], description: Description, seed: int, x: np.ndarray
) -> dict[str, Any]:
    """Answers where the caller has other settings, and whether they are as before."""
    found: dict[str, Any] = {}
    settings: dict[str, Callable[[], Any]] = {"no gradients": torch.no_grad, "inference": torch.inference_mode}
    settings |= {"float64 as the default": _double, "more threads": _threads}
    for name, setting in settings.items():
        net = network(description, seed)
        with setting():
            before = _settings()
            found[name] = predict(optimise(net), x)
            if _settings() != before:
                found[name] = "a setting of torch has changed"
    return found


@contextmanager
def _double() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)


@contextmanager
def _threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(before + 1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _in_mode(net: nn.Module, modes: str, seed: int) -> nn.Module:
    net.train(modes != "eval")
    if modes == "mixed":
        rng = np.random.default_rng(seed)
        for layer in net.modules():
            layer.training = bool(rng.integers(2))
        for parameter in net.parameters():
            parameter.requires_grad_(bool(rng.integers(2)))
    return net


def _tensors(net: nn.Module) -> list[torch.Tensor]:
    return [*net.parameters(), *net.buffers()]


def _state(net: nn.Module) -> Any:
    """All that may not change: which layers it has, their modes, values, places and wish for gradients."""
    layers = [(name, id(layer), layer.training) for name, layer in net.named_modules(remove_duplicate=False)]
    values = [
        (tensor.data_ptr(), tensor.stride(), tensor.requires_grad, tensor.detach().numpy().tobytes(), tensor.grad is None)
        for tensor in _tensors(net)
    ]
    return copy.copy((layers, values))


def _settings() -> Any:
    deterministic = torch.are_deterministic_algorithms_enabled()
    precision = torch.get_float32_matmul_precision()
    return torch.get_num_threads(), torch.is_grad_enabled(), torch.get_default_dtype(), deterministic, precision
