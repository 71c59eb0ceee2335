"""Files and folders that a user names: how they are read and written, and where results may be put."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LONGEST_NAME = 200  # of one folder, in bytes: most systems take 255, and a temporary folder beside it has a longer one
LONGEST_PATH = 1_000
SHORT_NAME = 100  # of a folder that is named for what was run, in characters
DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
WRITING = ".writing"  # what stands behind the name of a file that is not finished yet
A_PLACE = "a folder of its own, such as results/my-run"


def content_of(path: Path, most: int) -> bytes:
    """Return what a file holds, and never wait for what is no file.

    Raises
    ------
    OSError
        Where there is none, where it is a folder, a pipe or a device, or where it holds more than `most` bytes.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "a folder, a pipe or a device, not a file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except ValueError as error:  # a zero byte in its name
        raise OSError(errno.EINVAL, str(error)) from None
    if len(data) > most:
        raise OSError(errno.EFBIG, f"holds more than {most:,} bytes")
    return data


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at any moment there is either none of that name, or the whole of it.

    Raises
    ------
    OSError
        Where it cannot be written; nothing of it stays.
    """
    writing = path.with_name(path.name + WRITING)
    try:
        with writing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(writing, path)  # noqa: PTH105  (what the standard library calls atomic, by its own name)
    except BaseException:
        with suppress(OSError):
            writing.unlink(missing_ok=True)
        raise
    _flush_names(path.parent)


def _flush_names(folder: Path) -> None:
    """Wait until the names in a folder have reached the disk, where the system can do so."""
    with suppress(OSError):  # Windows and some network disks cannot: what is lost with the power is made again
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def leads_out(path: Path) -> bool:
    """Tell whether a file is a link to one that does not lie in its folder."""
    return not path.resolve().is_relative_to(path.parent.resolve())


def is_device(name: str) -> bool:
    """Tell whether some system takes a name for one of its devices, in whatever folder."""
    return DEVICE.fullmatch(name) is not None


def folder_for(names: Sequence[str], prefix: str = "") -> Path:
    """Return where results go if nobody says where: a folder named for what was run, short enough for every disk."""
    name = prefix + "+".join(names)
    if len(name) > SHORT_NAME:
        told_apart = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = f"{prefix}{names[0]}+{len(names) - 1}-more-{told_apart}"
    return Path("results") / name


def wrong_place(folder: Path) -> str:
    """Return why results cannot be put into a folder, or nothing. Nothing is written to find out."""
    return _wrong_name(folder) or _wrong_surroundings(folder)


def _wrong_name(folder: Path) -> str:
    if folder.name in ("", ".."):
        return "names no folder of its own"
    for part in folder.parts:
        if part.startswith("~"):
            return f"begins with {part}, which stands for a home only in a shell"
        if any(unicodedata.category(sign)[0] == "C" for sign in part):
            return "has an invisible sign in its name"
        if is_device(part):
            return f"has a name that stands for a device on some systems ({part})"
        if len(os.fsencode(part)) > LONGEST_NAME:
            return f"has a name of more than {LONGEST_NAME} bytes"
    return f"has more than {LONGEST_PATH:,} signs" if len(str(folder)) > LONGEST_PATH else ""


def _wrong_surroundings(folder: Path) -> str:
    if folder.is_symlink():
        return "is a link to another place"
    there = next(parent for parent in (folder, *folder.parents) if os.path.lexists(parent))
    if not there.is_dir():
        return f"cannot be written: {there} is not a folder"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"cannot be written: {there} is closed to you"
    return ""
