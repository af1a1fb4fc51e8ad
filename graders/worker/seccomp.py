"""Which system calls a sandboxed worker may make, as BPF programs made by libseccomp.

Two stages, for a filter cannot be loosened later: the first lies over the whole sandbox and leaves it what it needs to
set workers up; the second is put on each worker before it loads student code. What is not allowed fails with EPERM, so
that libraries can do without it, and a system call that is not listed because it is newer than this list is not allowed.
"""

import errno
import functools
import os
import resource
import tempfile

import pyseccomp
from pyseccomp import ALLOW, EQ, ERRNO, MASKED_EQ, Arg, SyscallFilter

_DANGEROUS = """
    acct add_key bpf clock_adjtime clock_settime delete_module finit_module init_module io_uring_enter io_uring_register
    io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie move_pages name_to_handle_at nfsservctl
    open_by_handle_at perf_event_open process_vm_readv process_vm_writev ptrace quotactl reboot request_key settimeofday
    swapoff swapon syslog uselib userfaultfd vhangup
"""

_ALLOWED = """
    access alarm arch_prctl brk capget chdir chmod clock_getres clock_gettime clock_nanosleep close close_range
    copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2
    epoll_wait epoll_wait_old eventfd eventfd2 exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir fchmod
    fchmodat fdatasync flock fstat fstatfs fsync ftruncate futex futex_waitv get_mempolicy get_robust_list getcpu getcwd
    getdents getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid getpgrp getpid getppid
    getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday
    getuid kill lgetxattr link linkat listen listxattr lseek lstat madvise membarrier mincore mkdir mkdirat mprotect
    mremap msync munlock munmap nanosleep newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2
    poll ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv
    recvfrom recvmmsg recvmsg rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending
    rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait sched_get_priority_max sched_get_priority_min
    sched_getaffinity sched_setaffinity sched_yield select sendfile
    sendmmsg sendmsg sendto set_robust_list set_tid_address setitimer setsockopt shutdown sigaltstack signalfd signalfd4
    splice stat statfs statx symlink symlinkat sync_file_range sysinfo tee tgkill time timerfd_create timerfd_gettime
    timerfd_settime times tkill truncate umask uname unlink unlinkat utime utimensat utimes wait4 waitid write writev
    accept accept4 bind connect
"""
_PROCESSES = "execve execveat fork vfork"
_AF_UNIX = 1
_CLONE_THREAD, _CLONE_NEW_ANYTHING = 0x10000, 0x7E020000
_MAP_SHARED, _MAP_PRIVATE, _MAP_SHARED_VALIDATE, _MAP_ANONYMOUS = 1, 2, 3, 0x20
_PRCTL = (3, 4, 15, 16, 0x53564D41)
"""Dumpable, the thread's name, the mapping's name."""
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032, 1033, 1034)
"""Duplicates, flags, locks, pipe sizes, seals. Not the owner and the signal of a descriptor, see `for_the_worker`."""
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""Questions about terminals and bytes waiting; blocking and close-on-exec of a descriptor."""


def for_the_sandbox() -> bytes:
    """Stage one: everything but what nobody in there needs."""
    rules = SyscallFilter(ALLOW)
    for name in _DANGEROUS.split():
        _add(rules, ERRNO(errno.EPERM), name)
    return _compiled(rules)


@functools.cache
def for_the_worker(*, processes: bool) -> bytes:
    """Stage two: computing, files, threads, local sockets; `processes` adds starting programs and processes.

    A worker cannot leave its process group, so that the judge can stop all of it with one signal; and it cannot have
    the kernel send signals of its choice (timer_create, F_SETSIG), of which SIGCONT would end the stop. Memory that no
    resource limit counts (anonymous shared mappings, memfd) is refused, unless processes are allowed: they share it.
    """
    rules = SyscallFilter(ERRNO(errno.EPERM))
    rules.set_attr(pyseccomp.Attr.CTL_OPTIMIZE, 2)
    for name in _ALLOWED.split() + (_PROCESSES.split() if processes else []):
        _add(rules, ALLOW, name)
    for name in ("socket", "socketpair"):
        _add(rules, ALLOW, name, Arg(0, EQ, _AF_UNIX))
    for option in _PRCTL:
        _add(rules, ALLOW, "prctl", Arg(0, EQ, option))
    for command in _FCNTL:
        _add(rules, ALLOW, "fcntl", Arg(1, EQ, command))
    for request in _IOCTL:
        _add(rules, ALLOW, "ioctl", Arg(1, EQ, request))
    # What is timed may run in real time, which is nobody's business in there: the answer is always 0, SCHED_OTHER.
    _add(rules, ERRNO(0), "sched_getscheduler")
    # Whoever wants to be nice is told that it worked. Nobody runs beside a worker to whom it would make a difference.
    _add(rules, ERRNO(0), "setpriority")
    # Reading limits is allowed, setting them is not, but for three of its own that cannot be raised to anybody's harm.
    _add(rules, ALLOW, "prlimit64", Arg(2, EQ, 0))
    for limit in (resource.RLIMIT_STACK, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE):
        _add(rules, ALLOW, "prlimit64", Arg(0, EQ, 0), Arg(1, EQ, limit))
    if processes:
        _add(rules, ALLOW, "clone", Arg(0, MASKED_EQ, _CLONE_NEW_ANYTHING, 0))
        _add(rules, ALLOW, "mmap")
    else:
        _add(rules, ALLOW, "clone", Arg(0, MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
        kinds = _MAP_SHARED_VALIDATE | _MAP_ANONYMOUS
        for kind in (_MAP_SHARED, _MAP_PRIVATE, _MAP_SHARED_VALIDATE, _MAP_PRIVATE | _MAP_ANONYMOUS):
            _add(rules, ALLOW, "mmap", Arg(3, MASKED_EQ, kinds, kind))
    # Its flags lie in memory, where no filter can look; the C library then falls back to clone.
    _add(rules, ERRNO(errno.ENOSYS), "clone3")
    return _compiled(rules)


def _add(rules: SyscallFilter, action: int, name: str, *arguments: Arg) -> None:
    try:
        number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    except OSError:
        return
    if number >= 0:  # negative: this architecture does not have it
        rules.add_rule(action, number, *arguments)


def _compiled(rules: SyscallFilter) -> bytes:
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0, os.SEEK_SET)
        return file.read()
