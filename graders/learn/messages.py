"""What watching, getting a starter back and handing in say."""

from collections.abc import Sequence

KEYS = "n next · h hint · p time it · a all · r reset · q quit"
SHORT_KEYS = "n next h hint p time a all r reset q quit"
ALL_DONE = "everything is done here that can be decided here"
NO_GIT = "git is not installed here: hand in a zip instead, without --tag"
COURSE_OWNED = "the course's own"
NOT_ASKED_FOR = "not asked for"
A_LINK = "a link to another file"
NOT_A_FILE = "not a file"


def checking(what: str) -> str:
    return f"checking {what} …"


def really_reset(file: str) -> str:
    return f"put {file} back as it was handed out? Yours is kept. (y/n)"


def kept_as(file: str) -> str:
    return f"your file is kept as {file}"


def cannot_hand_in(file: str, why: str) -> str:
    return f"{file} cannot be handed in: {why}"


def imports_what_stays(file: str) -> str:
    return f"{file} is imported but not handed in: put what you need of it into the exercise's own file"


def too_large_to_hand_in(size: int, limit: int) -> str:
    return f"{size / 2**20:.1f} MiB; {limit / 2**20:g} MiB are allowed"


def not_committed(files: Sequence[str]) -> str:
    return f"not in the last commit as it is here: {', '.join(files)}; commit first, then tag"


def git_refused(stderr: str) -> str:
    return f"git says: {stderr}"
