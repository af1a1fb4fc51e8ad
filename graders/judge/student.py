"""What a test sees of a student's file: `student.f(x)` is an ordinary call, made in the worker.

student.parallel_sum(x, 2)            a call; data comes back as data, anything else as a Handle
channel = student.Channel(4)          a Handle; its methods can be called: channel.put(1)
waiting = channel.get.start()         the call runs in a thread of the worker: waiting.done(0.1), waiting.result()
result, args = student.fill.inout(x)  also the arguments as the call left them
student.given.spin                    something of the exercise's given_….py, as an argument or to be called
student.race("f", make, against="g")  speed, see `graders.judge.race`
student.race("C", make, against="g", through="drive")   the same for given.drive(C, *inputs)
"""

from collections.abc import Callable, Sequence
from typing import Any

from graders.judge import messages
from graders.judge.failure import Mismatch
from graders.judge.inline import WorkerLike
from graders.judge.race import Race, race
from graders.judge.samples import Clock
from graders.judge.session import Session
from graders.judge.show import kind_of
from graders.result import Step
from graders.worker.codec import Reference


class Remote:
    """Something callable in the worker: a function of the student's, of the given file's, or a method of a handle."""

    def __init__(self, session: Session, reference: Reference, shown: str, owner: "Handle | None" = None) -> None:
        self._session, self._shown = session, shown
        self.__worker_reference__ = reference
        self._owner = owner
        """Kept alive, for the worker forgets what no handle stands for any more."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.ask_worker("call", self.__worker_reference__, args, kwargs, self._shown)

    def inout(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """Call, and return (result, the positional arguments as they are afterwards)."""
        result, after = self._session.ask_worker("call", self.__worker_reference__, args, kwargs, self._shown, inout=True)
        return result, after

    def start(self, *args: Any, **kwargs: Any) -> "Pending":
        """Begin the call in a thread of the worker and go on."""
        number = self._session.start_call(self.__worker_reference__, args, kwargs, self._shown)
        return Pending(self._session, number, needs=(self._owner, args, kwargs))

    def __repr__(self) -> str:
        return self._shown


class Handle:
    """An object that stays in the worker. It has no value here: no comparison, no length, no truth."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, session: Session, reference: Reference, worker: WorkerLike) -> None:
        self._session, self._reference, self._worker = session, reference, worker

    @property
    def __worker_reference__(self) -> Reference:
        return self._reference

    @property
    def type_name(self) -> str:
        return self._reference.type_name

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.method(name)

    def method(self, name: str) -> Remote:
        """A method by name, also where Python would not let it be written: `handle.method("__enter__")()`."""
        return Remote(self._session, self._attribute(name), f"{self.type_name}.{name}", owner=self)

    def value(self, name: str) -> Any:
        """The value of an attribute."""
        return self._session.ask_worker("get", self._attribute(name), (), {}, f"{self.type_name}.{name}")

    def _attribute(self, name: str) -> Reference:
        return Reference(self._reference.space, self._reference.name, attribute=name)

    def take(self, count: int) -> list[Any]:
        """The next `count` items, or all that are left if there are fewer."""
        items: list[Any] = self._session.ask_worker("take", self._reference, (count,), {}, f"iterating over {self.type_name}")
        return items

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.ask_worker("call", self._reference, args, kwargs, self.type_name)

    def __repr__(self) -> str:
        return f"<{self.type_name}>"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __bool__(self) -> bool:
        raise Mismatch(messages.not_data(kind_of(self)))

    def __del__(self) -> None:
        self._worker.drop(int(self._reference.name))


class Pending:
    """A call under way in a thread of the worker."""

    def __init__(self, session: Session, number: int, needs: object) -> None:
        self._session, self._number, self._shown = session, number, session.calls
        self._needs = needs
        """Whatever it was called with, kept alive for the thread that may still have to look it up."""

    def done(self, within: float = 0.0) -> bool:
        """Whether it has ended, waiting up to `within` seconds."""
        return self._session.guarded(lambda worker: worker.done(self._number, within))

    def result(self, limit: float | None = None) -> Any:
        """Its result, or what it raised; stopped after `limit` seconds (the exercise's limit by default)."""
        seconds = self._session.time_left(limit)
        self._session.calls = self._shown
        return self._session.unpacked(self._session.guarded(lambda worker: worker.finish(self._number, seconds)))


class Space:
    """The names of the given file, to be passed as arguments or called."""

    def __init__(self, session: Session, space: str) -> None:
        self._session, self._space = session, space

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("__"):
            raise AttributeError(name)
        return Remote(self._session, Reference(self._space, name), name)


class Student(Session):
    """The proxy of one student's file for one exercise. A worker is started when the first call needs one."""

    steps: Sequence[Step] = ()
    clock: Clock = "cpu"
    raced: Race | None = None

    @property
    def given(self) -> Space:
        return Space(self, "given")

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.function(name)

    def function(self, name: str) -> Remote:
        """A function or class of the student's file by name, also one whose name this class uses itself."""
        return Remote(self, Reference("student", name), name)

    def value(self, name: str) -> Any:
        """A value of the student's file."""
        return self.ask_worker("get", Reference("student", name), (), {}, name)

    def handle(self, reference: Reference, worker: WorkerLike) -> Handle:
        return Handle(self, reference, worker)

    def begin_test(self, steps: Sequence[Step], clock: Clock = "cpu") -> None:
        """Forget the last test; `steps` and `clock` are what the mark `perf` of this one says."""
        self.forget_test()
        self.raced, self.steps, self.clock = None, steps, clock

    def race(
        self,
        name: str,
        make: Callable[[], tuple[Any, ...]],
        *,
        against: str,
        through: str = "",
        clock: Clock | None = None,
        cores: int = 1,
        expect: Callable[..., Any] | None = None,
        verify: Callable[..., None] | None = None,
        rtol: float = 1e-9,
        atol: float = 0.0,
    ) -> Race:
        """Race the student's function `name` against the given file's `against` on fresh inputs; see `race.race`.

        The clock is the one of the test's mark; whoever says it once more has to say the same.
        """
        if clock not in (None, self.clock):
            raise RuntimeError(
                f'this race says clock="{clock}", its mark "{self.clock}": say it once, in perf(steps=..., clock="{clock}")'
            )
        self.raced = race(
            self,
            name,
            make,
            against=against,
            through=through,
            steps=self.steps,
            clock=self.clock,
            cores=cores,
            expect=expect,
            verify=verify,
            rtol=rtol,
            atol=atol,
        )
        return self.raced
