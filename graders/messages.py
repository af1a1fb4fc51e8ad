"""What is said before any room is entered: about environment, folders, files, and what was typed. Needs nothing but Python."""

import errno
from collections.abc import Sequence

MAKE_ROOM = "make room there"
NO_CHECK = "no check of this line ran"
LINKED_FOLDER = "the folder is a symbolic link: not read"


def wrong_python(version: str, executable: str) -> str:
    return f"this is Python {version} ({executable}); the course needs 3.11 or newer: create your environment with that version"


def not_installed(packages: Sequence[str], executable: str) -> str:
    return (
        f"{', '.join(packages)} {'is' if len(packages) == 1 else 'are'} not installed for {executable}: "
        "activate the environment you installed the course in, or pip install -e . in the course's folder"
    )


def not_editable(place: str, executable: str) -> str:
    return (
        f"the course is installed as a copy in {place}, away from its exercises: go to the course's folder and "
        f"run {executable} -m pip install -e ."
    )


def in_the_way(file: str, module: str) -> str:
    return f"{file} shadows the module {module}: rename it"


def built_elsewhere(package: str, built: str, here: str) -> str:
    return (
        f"{package} was installed for another kind of machine or Python ({built}), this is {here}: "
        f"python -m pip install --force-reinstall {package}"
    )


def package_broken(package: str, stderr: Sequence[str]) -> str:
    why = f" ({stderr[0].strip()[:200]})" if stderr else ""
    return f"{package} is installed but cannot be imported{why}: python -m pip install --force-reinstall {package}"


def wrong_folder(wanted: str, here: str, root: str) -> str:
    return f"there is no {wanted} in {here}; go to the course's folder first: cd {root}"


def no_module(wanted: str, present: Sequence[str]) -> str:
    there = " and ".join(f"assignments/{each}" for each in present) or "none yet"
    return f"there is no {wanted!r} in assignments: there {'is' if len(present) < 2 else 'are'} {there}"


def which_module(wanted: str, present: Sequence[str]) -> str:
    return f"which {wanted}? There are {' and '.join(present)}"


def with_pytest(file: str) -> str:
    return f"Python alone runs no tests; you want pytest assignments/{file}"


def refused(error: OSError) -> str:
    """What the system says about which file, and what to do about it."""
    remedies = {
        MAKE_ROOM: (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        "see that you may write there": (errno.EACCES, errno.EPERM, errno.EROFS),
        "move away what lies there": (errno.ENOTDIR, errno.EEXIST, errno.EISDIR),
    }
    remedy = next((words for words, numbers in remedies.items() if error.errno in numbers), "mend that")
    return f"{error.filename or 'the system'}: {error.strerror or error}: {remedy}"


def no_exercise(wanted: str, module: str, present: Sequence[str]) -> str:
    return f"there is no exercise {wanted!r} in {module}; there are {', '.join(present)}"


def no_plain_folder(name: str) -> str:
    return f"{name} is not a plain folder: not read"


def no_plain_file(name: str) -> str:
    return f"{name} is not a plain file (a link, perhaps): not read"


def too_large_to_read(name: str, size: int, limit: int) -> str:
    return f"{name} has {size / 2**20:.0f} MiB: not read; an exercise file may have {limit >> 20} MiB"


def no_starter(file: str) -> str:
    return f"there is no copy of {file} as it was handed out; take it from the course's own repository"
