"""What HANDOUT promises about hidden checks, and what is done when they had to be changed."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from graders import course, key
from graders.handout import bundle, manifest
from graders.handout.bundle import Bundle
from graders.handout.manifest import NAME, Amendment, Handout
from graders.result import write_atomically


def bundles(module_ids: Iterable[str]) -> dict[str, Bundle]:
    """The archives of these modules, from the hidden checks and the key that are here. Raises CourseError without a key."""
    secret = key.secret_key()
    return {module_id: bundle.pack(course.HIDDEN, module_id, secret) for module_id in module_ids}


def broken(handout: Handout, found: Mapping[str, Bundle]) -> list[str]:
    """The modules whose hidden checks or key are not what counts now."""
    return [name for name, each in found.items() if handout.promised(name) not in ("", each.sha256)]


def amended(handout: Handout, found: Mapping[str, Bundle], reason: str, when: str) -> Handout:
    """The handout with an amendment for every module whose promise does not hold any more."""
    for name in broken(handout, found):
        handout = handout.with_amendment(Amendment(name, when, handout.promised(name), found[name].sha256, reason))
    return handout


def amend(root: Path, module_id: str, reason: str, when: str) -> Amendment | None:
    """Write an amendment into the HANDOUT in `root` where that module's hidden checks were changed; None: nothing to say."""
    before = manifest.read(root)
    if before is None:
        return None
    after = amended(before, bundles([module_id]), reason, when)
    if after == before:
        return None
    write_atomically(root / NAME, manifest.encode(after))
    return after.amendments[-1]
