"""The secret key of a course, and what it gives each module: the inputs of a grading follow from it.

A module's key can be published after its deadline: neither the course's key nor another module's can be worked out from it.
"""

import hashlib
import secrets

from graders import course
from graders.course import CourseError
from graders.result import write_atomically

KEY = course.HIDDEN / "key.txt"


def secret_key() -> bytes:
    """The course's key; made on first use, and the instructor's alone.

    Raises CourseError where a handout promises hidden checks with a key that is not here: a new one would break the promise.
    """
    if not KEY.is_file():
        if (course.ROOT / "HANDOUT").is_file():
            raise CourseError(
                "HANDOUT promises hidden checks with a key that is not here: "
                "copy graders/hidden/key.txt from the machine that made the handout"
            )
        write_atomically(KEY, secrets.token_hex(32).encode() + b"\n")
        KEY.chmod(0o600)
    return KEY.read_bytes().strip()


def key_of(module_id: str, key: bytes) -> bytes:
    """The module's own key, 32 bytes, from the course's."""
    return hashlib.sha256(key + module_id.encode()).digest()


def seed_of(module_key: bytes) -> int:
    """The seed of all inputs in a grading of the module."""
    return int.from_bytes(module_key[:4], "big") >> 1
