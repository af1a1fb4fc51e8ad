"""What a student's `properties` make of implementations that are right and of others that are not: asked once, told often."""

from collections.abc import Callable, Sequence

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
