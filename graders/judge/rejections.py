"""What a student's `properties` make of implementations that are right and of others that are not: asked once, told often."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from graders.judge import check
from graders.judge.failure import Mismatch, Raised, Stopped, StudentFailure

FILTERS = ("Unsatisfiable", "FailedHealthCheck")
"""What hypothesis raises where it finds next to nothing to try."""


class Rejections:
    """`ask` calls properties with the implementation of that name; `changes` says whether properties spoils its own lists."""

    def __init__(
        self, ask: Callable[[str], None], changes: Callable[[], bool], right: Sequence[str], faulty: Sequence[str]
    ) -> None:
        self._ask, self._changes, self._right, self._faulty = ask, changes, right, faulty
        self._survivors: dict[str, str] | None = None
        self._failure: StudentFailure | None = None

    def at_least(self, count: int) -> None:
        """Pass if so many of the faulty ones are rejected, and none that is right. Raises StudentFailure."""
        survivors = self._found()
        rejected = len(self._faulty) - len(survivors)
        details = [f"not rejected: {name}{why}" for name, why in survivors.items()]
        check.that(rejected >= count, f"{rejected} of {len(self._faulty)} faulty ones are rejected, not {count}", *details)

    def _found(self) -> dict[str, str]:
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        if self._survivors is None:
            try:
                self._survivors = self._judged()
            except (Mismatch, Stopped) as failure:
                self._failure = failure
                raise
        return self._survivors

    def _judged(self) -> dict[str, str]:
        """The faulty ones that are not rejected, and why. Raises Mismatch where one that is right is."""
        for name in self._right:
            if (raised := self._raised(name)) is None:
                continue
            if set(FILTERS) & set(raised.bases):
                raise Mismatch("properties lets hypothesis try next to nothing: assume less, and make what you want instead")
            if "AssertionError" not in raised.bases:
                raise Mismatch(f"properties raised {raised.kind}; only AssertionError rejects", [raised.text], raised.line)
            spoils = ["it changes a list that it handed to encode or decode, or got from it"] if self._changes() else []
            raise Mismatch(f"properties rejects an implementation that is right ({name})", spoils, raised.line)
        survivors = {}
        for name in self._faulty:
            try:
                raised = self._raised(name)
            except Stopped as stopped:
                survivors[name] = f" ({stopped.sentence})"
                continue
            if raised is None:
                survivors[name] = ""
            elif "AssertionError" not in raised.bases:
                survivors[name] = f" ({raised.kind} was raised; only AssertionError rejects)"
        if survivors and self._changes():
            survivors[next(iter(survivors))] += "; properties changes a list that it handed over or got: compare with a copy"
        return survivors

    def _raised(self, name: str) -> Raised | None:
        try:
            self._ask(name)
        except Raised as raised:
            return raised
        return None


class Ratios(Rejections):
    """The same for a judge of fast programs: `honest` and `cheats` say by name how many times as fast each of them is.

    `measured` asks the judge about one of them: ("ratio", number) or ("rejected", message). A cheat that deserves a ratio
    is not wrong but looks faster than it is: it counts as caught where it is not overrated. One that deserves 0 is rejected.
    """

    def __init__(
        self, measured: Callable[[str], tuple[str, object]], honest: Mapping[str, float], cheats: Mapping[str, float]
    ) -> None:
        super().__init__(lambda name: None, lambda: False, list(honest), list(cheats))
        self._measured, self._deserved = measured, {**honest, **cheats}

    def _judged(self) -> dict[str, str]:
        """The cheats that are not caught, and why. Raises Mismatch where an honest one is rejected, or measured wrongly."""
        for name in self._right:
            verdict, answer = self._verdict(name)
            if verdict == "raised":
                raise Mismatch(f"for an honest candidate ({name}) {answer}")
            if verdict != "ratio":
                raise Mismatch(f"an honest candidate is rejected ({name})", [str(answer)] if answer else [])
            deserved = self._deserved[name]
            if not (_is_number(answer) and abs(answer - deserved) <= 0.1 * deserved):
                raise Mismatch(
                    f"the ratio of an honest candidate ({name}) is {answer!r}, not {deserved:g} or within 10 % of it"
                )
        survivors = {}
        for name in self._faulty:
            try:
                verdict, answer = self._verdict(name)
            except Stopped as stopped:
                survivors[name] = f" ({stopped.sentence})"
                continue
            if verdict == "raised":
                survivors[name] = f" ({answer}; only AssertionError rejects)"
            elif verdict == "ratio" and not (_is_number(answer) and 0 < answer <= 1.1 * self._deserved[name]):
                survivors[name] = f" (its ratio is said to be {answer!r})"
        return survivors

    def _verdict(self, name: str) -> tuple[str, object]:
        try:
            return self._measured(name)
        except Raised as raised:
            return "raised", f"{raised.kind} was raised: {raised.text}"


def _is_number(answer: object) -> TypeGuard[float]:
    return isinstance(answer, float)
