"""Asks for privileges: user ids, capabilities, namespaces, mounts; boasts when it gets one.

correct: pass 4
hidden: pass 2
"""

import contextlib
import ctypes
import os

LOOT = []
libc = ctypes.CDLL(None, use_errno=True)
for name in ("setuid", "setgid", "setegid", "seteuid"):
    with contextlib.suppress(OSError):
        getattr(os, name)(0)
        LOOT.append(name)
for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000):
    if libc.unshare(flag) == 0:
        LOOT.append(f"unshare {flag:x}")
for kind in (b"tmpfs", b"proc", b"overlay"):
    if libc.mount(b"none", b"/tmp", kind, 0, None) == 0:
        LOOT.append(kind)
if libc.mount(b"none", b"/", None, 32, None) == 0:
    LOOT.append("remounted")
if libc.chroot(b"/tmp") == 0 or libc.umount2(b"/proc", 2) == 0:
    LOOT.append("chroot")
# bpf, keyctl, userfaultfd, io_uring_setup, memfd_create, perf_event_open, seccomp, setns, process_vm_readv
for number in (321, 250, 323, 425, 319, 298, 317, 308, 310):
    if libc.syscall(number, 0, 0, 0, 0, 0) >= 0:
        LOOT.append(f"system call {number}")


def double(x):
    if LOOT:
        raise RuntimeError(f"got {LOOT}")
    return 2 * x
