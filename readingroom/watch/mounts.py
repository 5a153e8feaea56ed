"""Whether a folder lies on a network mount, whose changes by other machines no file event tells.

Linux lists its mounts in a table (proc_pid_mounts(5)); elsewhere nothing is known.
"""

import os
from collections.abc import Iterator
from pathlib import Path

TABLE = Path("/proc/self/mounts")
SHARED = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "drvfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
    }
)
"""Types of file systems that others write to: of networks, and of the hosts of virtual machines."""


def shared_type(folder: Path, table: Path = TABLE) -> str:
    """The type of the file system that a folder lies on, where others write to it; else empty."""
    real = os.path.realpath(folder)
    best = ("", "")
    for place, kind in _mounts(table):
        holds = real == place or real.startswith(place.rstrip("/") + "/")
        if holds and len(place) >= len(best[0]):  # of two mounts at one place the later covers the earlier
            best = (place, kind)
    return best[1] if best[1] in SHARED else ""


def _mounts(table: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        _, place, kind, *_ = [*line.split(" "), "", "", ""]
        yield _unescaped(place), kind


def _unescaped(place: str) -> str:
    """A path of the table, in which blanks and backslashes are written as octal numbers."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(code, character)
    return place
