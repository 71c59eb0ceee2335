"""A long job in parts: each part is stored as it finishes, so that an interrupted job goes on where it stopped.

job.json     format 1: what is being run; parts of anything else are not mixed with these
job.lock     held by the process at work; the system lets it go when that process ends, however it ends
failures.csv what failed, where so much did that the job was given up
NAME.part    one array, whole or not there at all: NumPy's own format, then a SHA-256 of the job, the name and the array
*.writing    not finished yet; removed when the folder is next opened

A part that is cut off, altered, of another job or under another name does not match its SHA-256, and is run again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from ssc_sim.errors import InputError, Problem, shortened
from ssc_sim.files import WRITING, write_whole

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FORMAT = 1
JOB, LOCK, PART, FAILURES = "job.json", "job.lock", ".part", "failures.csv"
NAME = r"[a-z0-9][a-z0-9-]*"  # small letters: some systems take A and a for the same file
#: Hidden files, which some systems put into every folder, are left alone.
OURS = re.compile(rf"job\.lock|failures\.csv|(job\.json|{NAME}\.part)(\.writing)?|\..*")
SEAL_BYTES = hashlib.sha256().digest_size

Array = NDArray[Any]


@dataclass(frozen=True)
class Job:
    """One part of a long job: its name, the array that it gives, and what computes it."""

    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    call: Callable[[], Array]


J = TypeVar("J", bound=Job)


def completed(pool: Executor, jobs: Iterable[J], workers: int, parts: Parts | None = None) -> Iterator[tuple[J, Array]]:
    """Yield each job with its array as soon as it is there, in any order: found among the parts, or run and stored.

    However many jobs there are, at most two for each worker are under way or waiting to be taken, so memory stays flat.

    Parameters
    ----------
    pool : Executor
        Where the jobs run. Parts are read and written here, by the caller's thread.
    jobs : iterable of Job
        Taken one by one, as there is room. No two have the same name.
    workers : int
        How many jobs the pool runs at once.
    parts : Parts, optional
        Where finished jobs are kept; without it, nothing is stored.

    Raises
    ------
    InputError
        Where a part cannot be written. What a job raises is raised here too.
    """
    running: dict[Future[Array], J] = {}
    try:
        for job in jobs:
            found = None if parts is None else parts.read(job.name, job.dtype, job.shape)
            if found is not None:
                yield job, found
                continue
            running[pool.submit(job.call)] = job
            if len(running) >= 2 * workers:
                yield from _finished(running, parts)
        while running:
            yield from _finished(running, parts)
    finally:
        for future in running:
            future.cancel()


def _finished(running: dict[Future[Array], J], parts: Parts | None) -> Iterator[tuple[J, Array]]:
    """Wait for the next job or jobs to finish, take them out of those running, and store what they gave."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        job = running.pop(future)
        array = future.result()
        if parts is not None:
            parts.write(job.name, array)
        yield job, array


class Parts(AbstractContextManager["Parts"]):
    """A folder of part files, open for one process at a time.

    Parameters
    ----------
    folder : path
        New, empty, or holding parts of the same job.
    fingerprint : dict
        What decides the bytes of every part: what is run, with which numbers and which source. Anything JSON can hold.

    Raises
    ------
    InputError
        Where the folder cannot be written, is in use, or holds something else.
    """

    def __init__(self, folder: str | Path, fingerprint: dict[str, Any]) -> None:
        self.folder = Path(folder)
        self._job: dict[str, Any] = json.loads(json.dumps(fingerprint))
        self._digest = hashlib.sha256(_text(self._job).encode())
        self._lock: int | None = None
        with _told(self.folder):
            with suppress(FileExistsError):
                self.folder.mkdir(parents=True)
            self._refuse_other_things()  # before anything of ours is put into somebody else's folder
            self._lock = _locked(self.folder)
            _open.add(self)
            try:
                self._refuse_other_things()  # another process may have been here in between
                self._begin()
            except BaseException:
                self.close()
                raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others use the folder. Its parts stay."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def discard(self) -> None:
        """Remove the parts and close: the job is done, and its result stands elsewhere."""
        with suppress(OSError):
            for path in (*self.folder.glob(f"[!.]*{PART}"), *self.folder.glob(FAILURES)):
                path.unlink()
            (self.folder / JOB).unlink()  # last, so that the folder can be told for ours until then
        self.close()
        with suppress(OSError):
            (self.folder / LOCK).unlink()
            self.folder.rmdir()

    def finished(self) -> list[str]:
        """Return the names of the parts in the folder; whether one can be used, `read` tells."""
        return sorted(path.name.removesuffix(PART) for path in self.folder.glob(f"[!.]*{PART}"))

    def read(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> Array | None:
        """Return a part, or None where there is none, where it is damaged, or where it is not the array asked for."""
        try:
            content = self._path(name).read_bytes()
        except OSError:
            return None
        stored, seal = content[:-SEAL_BYTES], content[-SEAL_BYTES:]
        if seal != self._seal(name, stored):
            return None
        array: Array = np.load(io.BytesIO(stored), allow_pickle=False, max_header_size=len(stored))
        return array if (array.dtype, array.shape) == (dtype, shape) else None

    def write(self, name: str, array: Array) -> None:
        """Store a part: when this returns, it is on the disk.

        Raises
        ------
        InputError
            Where it cannot be written; the parts before it stay, and nothing of this one does.
        """
        if self._lock is None:
            raise ValueError(f"{self.folder} is closed")
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        stored = buffer.getvalue()
        with _told(self.folder):
            write_whole(self._path(name), stored + self._seal(name, stored))

    def _path(self, name: str) -> Path:
        if not re.fullmatch(NAME, name):
            raise ValueError(f"{name!r} is no name of a part: small letters, digits and hyphens")
        return self.folder / f"{name}{PART}"

    def _seal(self, name: str, stored: bytes) -> bytes:
        """Return what proves a part whole, unaltered, and the part of that name of this job."""
        digest = self._digest.copy()
        digest.update(f"\n{name}\n".encode() + stored)
        return digest.digest()

    def _refuse_other_things(self) -> None:
        names = {path.name for path in self.folder.iterdir()}
        strange = sorted(name for name in names if not OURS.fullmatch(name) or (JOB not in names and PART in name))
        if strange:
            raise _refusal(self.folder, f"holds something else ({shortened(', '.join(strange))})", "another folder")
        if JOB in names:
            self._refuse_other_job()

    def _refuse_other_job(self) -> None:
        try:
            stored = json.loads((self.folder / JOB).read_text(encoding="utf-8"))
            found, earlier = stored["format"], dict(stored["job"])
        except (ValueError, KeyError, TypeError):
            raise _refusal(self.folder, f"holds a {JOB} that is not of such parts", "another folder") from None
        if found != FORMAT:
            raise _refusal(self.folder, f"holds parts of format {found}", f"format {FORMAT}, or another folder")
        keys = {*self._job, *earlier}
        differing = sorted(key for key in keys if _text(self._job, key) != _text(earlier, key))
        if differing:
            wrong = f"holds parts of another job (differing in: {', '.join(differing)})"
            raise _refusal(self.folder, wrong, "another folder; or remove this one, to start anew")

    def _begin(self) -> None:
        """Clear away what was being written when an earlier process ended, and write down what the parts are of."""
        for path in self.folder.glob(f"[!.]*{WRITING}"):
            path.unlink()
        if not (self.folder / JOB).exists():
            described = json.dumps({"format": FORMAT, "job": self._job}, indent=2, ensure_ascii=False)
            write_whole(self.folder / JOB, f"{described}\n".encode())


def _text(job: dict[str, Any], *keys: str) -> str:
    """Return a job, or some of it, as text: it equals itself, which a value such as not-a-number does not."""
    return json.dumps({key: job[key] for key in keys or job if key in job}, sort_keys=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell the user what the disk refused."""
    try:
        yield
    except OSError as error:
        allowed = "a folder that can be written, with space left; finished parts are kept"
        raise _refusal(folder, f"cannot be written: {error.strerror or error}", allowed) from None


def _refusal(folder: Path, wrong: str, allowed: str) -> InputError:
    return InputError([Problem(str(folder), 0, 0, "", wrong, allowed)])


_open: WeakSet[Parts] = WeakSet()
if hasattr(os, "register_at_fork"):  # a forked child would else hold the locks beyond its parent's end
    os.register_at_fork(after_in_child=lambda: [*map(Parts.close, _open)])


def _locked(folder: Path) -> int:
    """Take the lock of a folder, and return what holds it: a file that stays open."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, (BlockingIOError, PermissionError)):  # POSIX, Windows
            raise _refusal(folder, "is in use by another process", "one at a time: wait, or another folder") from None
        raise _refusal(folder, f"cannot be locked: {error.strerror}", "a folder on a local disk") from None
    return descriptor
