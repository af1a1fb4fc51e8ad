"""A small network that only answers: seven changes, one after the other; batches; and a text that gets longer, word by word."""

import copy
import time

from graders.environment import torch_command
from graders.experiment import Axis, Bars, ExperimentResult, Lines, cores, duration, factor, interleaved, main

try:
    import torch
    from torch import nn
except ImportError:
    raise SystemExit(f"this experiment needs torch, about 200 MB: {torch_command()}") from None

IMAGES = 32  # images that want an answer
SIDE = 32  # pixels in a row of an image
WIDTH = 32  # channels inside the network
THREADS = 2  # threads in the last change, if there are as many cores
LARGEST = 256  # images in the largest batch
WORDS = 1024  # words in the longest text
COMPILE = 0  # 1: torch.compile as well, which needs a C++ compiler and a minute
ROUNDS = 9  # how often each is measured, in turn


def network():
    """Convolutions with batch norms, and weights that nobody trained, but with the statistics of real layers."""

    def block(inside, outside, **options):
        return [nn.Conv2d(inside, outside, bias=False, **options), nn.BatchNorm2d(outside), nn.ReLU()]

    def separated(channels):
        return [
            *block(channels, channels, kernel_size=3, padding=1, groups=channels),
            *block(channels, channels, kernel_size=1),
        ]

    layers = [*block(3, WIDTH, kernel_size=3, padding=1), nn.MaxPool2d(2), *separated(WIDTH), *separated(WIDTH)]
    net = nn.Sequential(
        *layers, *separated(WIDTH), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(WIDTH, 10)
    )
    with torch.no_grad():
        for _ in range(30):  # in training mode: the batch norms learn what is usual
            net(images(64, torch.Generator().manual_seed(1)))
        net[-1].weight.mul_(6)
    return net


def images(many, generator):
    contrast = 0.2 + 2 * torch.rand(many, 3, 1, 1, generator=generator)
    return contrast * torch.randn(many, 3, SIDE, SIDE, generator=generator) + torch.randn(many, 3, 1, 1, generator=generator)


def folded(net):
    """The same network with every batch norm in the convolution before it, by torch's own helper."""
    layers = list(copy.deepcopy(net).eval())
    for i in range(len(layers) - 1):
        if isinstance(layers[i + 1], nn.BatchNorm2d):
            layers[i], layers[i + 1] = torch.nn.utils.fusion.fuse_conv_bn_eval(layers[i], layers[i + 1]), nn.Identity()
    return nn.Sequential(*(layer for layer in layers if not isinstance(layer, nn.Identity | nn.Dropout))).eval()


def singly(net, x):
    return torch.cat([torch.softmax(net(x[i : i + 1]), dim=1).detach() for i in range(len(x))])


def together(net, x):
    return torch.softmax(net(x), dim=1).detach()


def changes(net, x):
    """What is called after each change, all changes before it included; by name."""
    trained, asked = copy.deepcopy(net).train(), copy.deepcopy(net).eval()
    fold, side_by_side = folded(net), folded(net).to(memory_format=torch.channels_last)
    narrow = copy.deepcopy(side_by_side).bfloat16()
    by_channels = copy.deepcopy(asked).to(memory_format=torch.channels_last)
    without = torch.inference_mode()

    def narrowly():
        return torch.softmax(narrow(x.bfloat16()).float(), dim=1)

    def threads(call):
        def called():
            torch.set_num_threads(min(THREADS, cores()))
            try:
                return call()
            finally:
                torch.set_num_threads(1)

        return called

    works = {
        "as in training": lambda: singly(trained, x),
        "1 eval mode": lambda: singly(asked, x),
        "2 no gradients": without(lambda: singly(asked, x)),
        "3 one batch": without(lambda: together(asked, x)),
        "4 channels last": without(lambda: together(by_channels, x)),
        "5 folded": without(lambda: together(side_by_side, x)),
        "6 bfloat16": without(narrowly),
        f"7 threads: {min(THREADS, cores())}": without(threads(narrowly)),
    }
    alone = {"folded, channels first": without(lambda: together(fold, x))}
    if COMPILE:
        compiled, begin = torch.compile(copy.deepcopy(fold)), time.perf_counter()
        with torch.inference_mode():
            compiled(x)
        alone[f"compiled in {duration(time.perf_counter() - begin)}"] = without(lambda: together(compiled, x))
    return works, alone


def batches(net):
    """(images, call) for batches of more and more images, with the network of change 5."""
    fast, generator = folded(net).to(memory_format=torch.channels_last), torch.Generator().manual_seed(3)
    sizes = [2**i for i in range(20) if 2**i <= LARGEST]
    calls = {}
    for size in sizes:
        x = images(size, generator)
        calls[size] = torch.inference_mode()(lambda x=x: together(fast, x))
    return calls


def texts():
    """(kind, words) -> the work for one more word, in one layer of a language model, with all words or with a cache."""
    model, heads = 256, 4
    generator = torch.Generator().manual_seed(4)
    weights = torch.randn(4, model, model, generator=generator) / model**0.5
    wide, back = torch.randn(2, model, 4 * model, generator=generator) / model**0.5

    def split(x):
        return x.view(len(x), heads, -1).transpose(0, 1)

    def layer(new, keys, values):
        """The new words look at all words."""
        looked = nn.functional.scaled_dot_product_attention(split(new @ weights[0])[None], keys[None], values[None])[0]
        mixed = looked.transpose(0, 1).reshape(len(new), model) @ weights[3]
        return torch.relu((new + mixed) @ wide) @ back.T

    works = {}
    for words in (each for each in (16, 32, 64, 128, 256, 512, 1024, 2048, 4096) if each <= WORDS):
        text = torch.randn(words, model, generator=generator)
        keys, values = split(text @ weights[1]), split(text @ weights[2])

        def again(text=text):
            return layer(text, split(text @ weights[1]), split(text @ weights[2]))[-1]

        def kept(text=text, keys=keys, values=values):
            new = text[-1:]
            keys[:, -1], values[:, -1] = split(new @ weights[1])[:, 0], split(new @ weights[2])[:, 0]
            return layer(new, keys, values)[-1]

        works["all again", words] = torch.inference_mode()(again)
        works["with a cache", words] = torch.inference_mode()(kept)
    return works


def off(answer, exact):
    return float((answer.double() - exact).abs().max())


def measure():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    net = network()
    x = images(IMAGES, torch.Generator().manual_seed(2))
    with torch.no_grad():
        exact = torch.softmax(copy.deepcopy(net).double().eval()(x.double()), dim=1)
    works, alone = changes(net, x)
    growing, spoken = batches(net), texts()
    took = interleaved({**works, **alone}, ROUNDS)
    later = interleaved({**growing, **spoken}, ROUNDS)
    names = list(works)
    wrong = {name: off(work(), exact) for name, work in (works | alone).items()}
    same = {name: int((work().argmax(1) == exact.argmax(1)).sum()) for name, work in (works | alone).items()}
    rows = []
    for i, name in enumerate(names):
        before = names[max(i - 1, 0)]
        rows.append([name, duration(took.seconds(name)), factor(took.ratio(names[0], name)), factor(took.ratio(before, name))])
        rows[-1] += [f"{wrong[name]:.1g}", f"{same[name]} of {IMAGES}"]
    for name in alone:
        rows.append([name, duration(took.seconds(name)), factor(took.ratio(names[0], name)), ""])
        rows[-1] += [f"{wrong[name]:.1g}", f"{same[name]} of {IMAGES}"]
    for size in growing:
        each = later.seconds(size) / size
        rows.append([f"batch of {size}", duration(later.seconds(size)), f"{duration(each)} each", "", "", ""])
    for name, many in spoken:
        rows.append([f"word {many:,}, {name}", duration(later.seconds((name, many))), "", "", "", ""])
    shown = {f"{name}, max |Δp| {wrong[name]:.1g}": {"": took.seconds(name)} for name in names}
    curves = {"until the answer": [(size, later.seconds(size)) for size in growing]}
    curves["for each image"] = [(size, later.seconds(size) / size) for size in growing]
    kinds = dict.fromkeys(name for name, _ in spoken)
    spoken_curves = {name: [(n, later.seconds((kind, n))) for kind, n in spoken if kind == name] for name in kinds}
    longest = max(n for _, n in spoken)
    sizes = list(growing)
    in_order = ", ".join(f"{name} {duration(took.seconds(name))} and {wrong[name]:.1g}" for name in names)
    words = (
        f"Time for {IMAGES} images and the largest error of a probability: {in_order}. A batch of {sizes[0]} takes "
        f"{duration(later.seconds(sizes[0]))}, of {sizes[-1]} {duration(later.seconds(sizes[-1]))}, "
        f"{duration(later.seconds(sizes[-1]) / sizes[-1])} for each image. Word {longest:,} of a text takes "
        f"{duration(later.seconds(('all again', longest)))} with all words again, and "
        f"{duration(later.seconds(('with a cache', longest)))} with a cache."
    )
    return ExperimentResult(
        f"A small network that only answers, {IMAGES} images",
        ["", "time", "in all", "alone", "max |Δp|", "same class"],
        rows,
        words,
        [
            Bars(Axis(f"for {IMAGES} images", "seconds"), shown, title="each change, with all before it"),
            Lines(Axis("images in the batch", log=True), Axis("", "seconds", log=True), curves, title="latency or throughput"),
            Lines(Axis("words so far", log=True), Axis("one more word", "seconds", log=True), spoken_curves, title="one layer"),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"IMAGES": 4, "SIDE": 8, "WIDTH": 8, "LARGEST": 4, "WORDS": 32, "ROUNDS": 2})
