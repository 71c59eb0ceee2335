"""Other machines: the workers of a Dask cluster run the chunks, to the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from ssc_sim.ensemble.manifest import source_hash
from ssc_sim.errors import InputError, Problem, SSCSimError, not_installed

PATIENCE = "10 s"  # to wait for the scheduler
RETRIES = 10  # times that a chunk is run again, where its worker fails


@contextmanager
def executor_of(address: str) -> Iterator[tuple[Executor, int]]:
    """Give an executor whose workers are those of a Dask cluster, and how many chunks they run at once.

    Parameters
    ----------
    address : str
        Of the scheduler, such as tcp://10.0.0.1:8786. A worker that dies is done without: its chunks are run again.

    Raises
    ------
    InputError
        Where Dask is not installed, nothing answers, there is no worker, or a worker has another version of the model.
    SSCSimError
        Where the cluster is lost on the way.
    """
    with _connected(address) as client:
        _refuse_other_versions(client, address)
        try:
            yield client.get_executor(pure=False, retries=RETRIES), sum(client.ncores().values())
        except (CancelledError, _killed_worker()) as error:
            told = f"The cluster at {address} was lost ({type(error).__name__}). Finished chunks are kept: --resume."
            raise SSCSimError(told) from error


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415  (an extra)
    except ImportError:
        raise not_installed("--cluster", "distributed", "cluster") from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        wrong = f"nothing answers at '{address}' ({str(error).splitlines()[0] if str(error) else type(error).__name__})"
        raise _refusal(wrong, "the address of a Dask scheduler, such as tcp://10.0.0.1:8786") from None
    with client:
        yield client


def _killed_worker() -> type[Exception]:
    from distributed import KilledWorker  # noqa: PLC0415  (an extra)

    killed: type[Exception] = KilledWorker
    return killed


def _refuse_other_versions(client: Any, address: str) -> None:
    """Refuse workers that would give other bytes, or none."""
    if not client.ncores():
        raise _refusal(f"'{address}' has no workers", "a scheduler with workers: `dask worker ADDRESS`")
    try:
        found = client.run(source_hash, on_error="return")
    except OSError as error:
        raise _refusal(f"'{address}' was lost ({error})", "a cluster that answers") from None
    other = sorted(worker for worker, digest in found.items() if digest != source_hash())
    if other:
        wrong = f"{len(other)} of {len(found)} workers have no ssc-sim, or another version of it ({other[0]})"
        raise _refusal(wrong, "the same version as here on every worker")


def _refusal(wrong: str, allowed: str) -> InputError:
    return InputError([Problem("--cluster", 0, 0, "", wrong, allowed)])
