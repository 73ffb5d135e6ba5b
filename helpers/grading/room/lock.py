"""Lock the process in: namespaces of its own, limits, no rights, fewer system calls (Linux)."""

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

from .wire import PROCESSES

LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
# Flags of unshare and clone: mounts, IPC, users, processes, network; with control groups and names.
OURS, NAMESPACES = 0x20000 | 0x78000000, 0x7E020000
PRIVATE, NOSUID_NODEV, NOEXEC = 1 << 18 | 1 << 14, 6, 8
DIE_WITH_PARENT, NO_NEW_PRIVS, SECCOMP = 1, 38, 22
INET = (1, 2, 10)  # families of sockets: Unix, IPv4, IPv6

# What no notebook needs and where the kernel had its holes: by name, on x86-64 and on ARM64.
FORBIDDEN = """
acct 163 89, add_key 248 217, bpf 321 280, chroot 161 51, delete_module 176 106,
finit_module 313 273, fsconfig 431 431, fsmount 432 432, fsopen 430 430, fspick 433 433,
init_module 175 105, io_uring_enter 426 426, io_uring_register 427 427, io_uring_setup 425 425,
kcmp 312 272, kexec_file_load 320 294, kexec_load 246 104, keyctl 250 219, mount 165 40,
mount_setattr 442 442, move_mount 429 429, name_to_handle_at 303 264, open_by_handle_at 304 265,
open_tree 428 428, perf_event_open 298 241, personality 135 92, pidfd_getfd 438 438,
pivot_root 155 41, process_vm_readv 310 270, process_vm_writev 311 271, ptrace 101 117,
quotactl 179 60, reboot 169 142, request_key 249 218, setns 308 268, swapoff 168 225,
swapon 167 224, syslog 103 116, umount2 166 39, unshare 272 97, userfaultfd 323 282
"""
# The machine: its number for the kernel, its column above, and clone, clone3 and socket.
MACHINES = {
    "x86_64": (0xC000003E, 1, 56, 435, 41),
    "aarch64": (0xC00000B7, 2, 220, 435, 198),
}
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in the kernel's record of a call
ALLOW, REFUSE = 0x7FFF0000, 0x00050000


def filter_program(machine: str) -> bytes:
    """Return the filter of system calls as a program for the kernel, ``b""`` if none is known.

    What is forbidden ends with an error, as if a right were missing; ``clone3``, whose flags a
    filter cannot read, with "unknown", so that the C library takes ``clone``.
    """
    if machine not in MACHINES:
        return b""
    architecture, column, clone, clone3, socket = MACHINES[machine]
    numbers = [int(line.split()[column]) for line in FORBIDDEN.split(",")]

    def refuse(error):
        return (RETURN, 0, 0, REFUSE | error)

    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        refuse(errno.EPERM),  # 32-bit calls
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, 0x40000000),
        refuse(errno.EPERM),  # calls with 32-bit pointers
        (EQUAL, 0, 1, clone3),
        refuse(errno.ENOSYS),
    ]
    for number in numbers:
        steps += [(EQUAL, 0, 1, number), refuse(errno.EPERM)]
    allow = (RETURN, 0, 0, ALLOW)
    steps += [(EQUAL, 0, 4, clone), (LOAD, 0, 0, FIRST_ARGUMENT)]
    steps += [(ANY_BIT, 0, 1, NAMESPACES), refuse(errno.EPERM), allow]
    steps += [(EQUAL, 0, 5, socket), (LOAD, 0, 0, FIRST_ARGUMENT)]
    steps += [(EQUAL, 3 - i, 0, known) for i, known in enumerate(INET)]
    steps += [refuse(errno.EAFNOSUPPORT), allow]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def must(result: int) -> None:
    """Raise the C library's error unless a call returned 0."""
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def drop_rights() -> None:
    """Give up every right for good, and the system calls that no notebook needs."""
    must(LIBC.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))
    must(LIBC.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()))
    program = filter_program(platform.machine())
    if program:
        kept = ctypes.create_string_buffer(program, len(program))
        header = struct.pack("@HP", len(program) // 8, ctypes.addressof(kept))
        must(LIBC.prctl(SECCOMP, 2, header, 0, 0))


def address_space() -> int:
    """Return the bytes of addresses that this process has reserved so far; 0 if unknown."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 0


def limit(megabytes: float, seconds: float) -> None:
    """Limit memory beyond what is in use, CPU seconds, sizes of files (128 MB) and processes."""
    limits = {
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: 128 << 20,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = address_space() + (int(megabytes) << 20)
    for what, most in limits.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def enter_namespaces() -> None:
    """Go on as process 1 of namespaces of one's own; the caller stays behind, and waits for it.

    On SIGTERM the one who waits kills the other, and with it all processes in there.
    """
    must(LIBC.unshare(OURS))
    Path("/proc/self/setgroups").write_text("deny")
    for kind in ("uid", "gid"):  # as they are in the sandbox
        Path(f"/proc/self/{kind}_map").write_text("1000 1000 1")
    inner = os.fork()
    if inner:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(inner, signal.SIGKILL))
        os.closerange(3, 256)
        _, status = os.waitpid(inner, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    os.setsid()  # a signal to the process group would reach the fork server
    must(LIBC.prctl(DIE_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0))
    must(LIBC.mount(b"none", b"/", None, PRIVATE, None))
    for path, size, files in ((b"/tmp", 256, 20_000), (b"/dev/shm", 64, 1_000)):
        options = f"size={size}m,nr_inodes={files},mode=1777".encode()
        must(LIBC.mount(b"tmpfs", path, b"tmpfs", NOSUID_NODEV, options))
    # Where root started the sandbox, the kernel refuses a second proc. The sandbox's own stays: it
    # names the fork server and other notebooks' processes, which lie in other user namespaces: out
    # of reach for signals and debuggers.
    mounted = LIBC.mount(b"proc", b"/proc", b"proc", NOSUID_NODEV | NOEXEC, None)
    if mounted != 0 and ctypes.get_errno() != errno.EPERM:
        must(mounted)
    with contextlib.suppress(OSError):  # root's sandbox has no such right; the filter does it
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
