"""Questions that are answered in the background, of which only the newest counts.

`Newest` holds one visitor's questions: a new one makes all earlier ones stale at once, whatever order their answers
come in. `Runs` is shared by all visitors: two threads, and what they have run, so that nothing is run twice.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from ssc_sim.ensemble.asked import Ensemble
from ssc_sim.posterior import numbers_of_run, shipped_posterior
from ssc_sim.scenario import Scenario
from ssc_sim.tables import Rows
from ssc_sim.world import Start, starting_tables

CHUNK = 25  # replicates: small, so that a stale question gives way soon
WORKERS = 2
MOST_BYTES = 300_000_000  # of finished runs that are kept

Asked = TypeVar("Asked")
Told = TypeVar("Told")
#: Tells whether a question is still the newest.
Still = Callable[[], bool]
#: Runs one chunk: (start, parameters, years, seed, first) -> rows with the replicates along the first axis.
Run = Callable[[Start, Rows, int, int, int], Rows]


class StaleError(Exception):
    """A newer question was asked."""


class Newest(Generic[Asked, Told]):
    """One visitor's questions, each answered in a thread of its own, in stages; a stale answer is never kept.

    Parameters
    ----------
    answers : callable
        Yields the stages of an answer; it is told how to ask whether the question still counts.
    notify : callable
        Told, without arguments, that `latest` has changed. It is called in the thread that answers.
    """

    def __init__(self, answers: Callable[[Asked, Still], Iterator[Told]], notify: Callable[[], None]) -> None:
        self._answers, self._notify = answers, notify
        self._lock = threading.Lock()
        self._generation = 0  # of the newest question
        self._begun = 0  # of the newest question that has any answer
        self._finished = 0  # of the newest question that has all of it
        self.latest: Told | None = None
        self.failure: Exception | None = None

    def ask(self, question: Asked) -> threading.Thread:
        """Ask a question; whatever is still being answered becomes stale. Return the thread that answers."""
        with self._lock:
            self._generation += 1
            generation = self._generation
        thread = threading.Thread(target=self._answer, args=(question, generation), daemon=True)
        thread.start()
        return thread

    def forget(self) -> None:
        """Make everything stale: the visitor has gone, or asks nothing."""
        with self._lock:
            self._generation += 1
            self._finished = self._begun = self._generation
            self.latest = self.failure = None

    @property
    def is_working(self) -> bool:
        """Whether the newest question has stages to come."""
        return self._finished < self._generation

    @property
    def is_stale(self) -> bool:
        """Whether `latest` still answers an earlier question, because the newest has no answer yet."""
        return self._begun < self._generation

    def _answer(self, question: Asked, generation: int) -> None:
        def still() -> bool:
            return generation == self._generation

        try:
            for answer in self._answers(question, still):
                if not self._keep(generation, answer, None):
                    return
            self._finish(generation)
        except StaleError:
            return
        except Exception as error:  # noqa: BLE001  (told to the visitor: a thread has nobody else to tell)
            self._keep(generation, self.latest, error)
            self._finish(generation)

    def _keep(self, generation: int, answer: Told | None, failure: Exception | None) -> bool:
        """Keep an answer if its question is still the newest; asked and stored under one lock."""
        with self._lock:
            if generation != self._generation:
                return False
            self.latest, self.failure, self._begun = answer, failure, generation
        self._notify()
        return True

    def _finish(self, generation: int) -> None:
        with self._lock:
            if generation != self._generation:
                return
            self._finished = generation
        self._notify()


class Wanted(NamedTuple):
    """Replicates of one scenario: `first` to `last`, the last not included."""

    run: Run
    ensemble: Ensemble
    scenario: Scenario
    first: int
    last: int


class Runs:
    """What has been run, and two threads that run what has not. Safe to use from many threads."""

    def __init__(self, workers: int = WORKERS, most_bytes: int = MOST_BYTES) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="replicates")
        self._kept: OrderedDict[Any, Rows] = OrderedDict()
        self._bytes, self._most_bytes = 0, most_bytes
        self._lock = threading.Lock()

    def rows(self, wanted: Sequence[Wanted], still: Still) -> list[Rows]:
        """Return the rows of several scenarios, run side by side where they were not run before.

        Raises
        ------
        StaleError
            As soon as the question no longer counts; what has not begun by then is not run.
        """
        futures = [[self._chunk(one, first) for first in range(one.first, one.last, CHUNK)] for one in wanted]
        try:
            for future in chain.from_iterable(futures):
                _wait(future, still)
        finally:
            for future in chain.from_iterable(futures):
                future.cancel()
        return [np.concatenate([future.result() for future in each]) for each in futures]

    def found(self, wanted: Sequence[Wanted]) -> list[Rows] | None:
        """Return the rows of several scenarios if all of them have been run before."""
        rows = []
        for one in wanted:
            chunks = [self._found(_key(one, first)) for first in range(one.first, one.last, CHUNK)]
            if any(chunk is None for chunk in chunks):
                return None
            rows.append(np.concatenate([chunk for chunk in chunks if chunk is not None]))
        return rows

    def _chunk(self, wanted: Wanted, first: int) -> Future[Rows]:
        key = _key(wanted, first)
        found = self._found(key)
        if found is None:
            return self._pool.submit(self._run, key, wanted, first)
        done: Future[Rows] = Future()
        done.set_result(found)
        return done

    def _run(self, key: Any, wanted: Wanted, first: int) -> Rows:
        found = self._found(key)
        if found is not None:  # another visitor asked the same, a moment before
            return found
        ensemble, last = wanted.ensemble, min(first + CHUNK, wanted.last)
        parameters = _draws(wanted.scenario, *_numbers_of(ensemble, wanted.scenario))[first:last]
        start = starting_tables(wanted.scenario, shipped_posterior().countries)
        rows = wanted.run(start, parameters, ensemble.years, ensemble.seed, first)
        self._keep(key, rows)
        return rows

    def _found(self, key: Any) -> Rows | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Any, rows: Rows) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = rows
                self._bytes += rows.nbytes
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes


def _wait(future: Future[Rows], still: Still) -> None:
    """Wait for a chunk; leave as soon as the question is stale."""
    while still():
        try:
            future.result(timeout=0.02)
        except TimeoutError:
            continue
        return
    raise StaleError


def _key(wanted: Wanted, first: int) -> tuple[Any, ...]:
    """Return what decides a chunk."""
    scenario, numbers = wanted.scenario, _numbers_of(wanted.ensemble, wanted.scenario)
    world = (scenario.changes, scenario.events, scenario.without)
    return wanted.run, world, numbers, wanted.ensemble.until, first, min(first + CHUNK, wanted.last)


def _numbers_of(ensemble: Ensemble, scenario: Scenario) -> tuple[Any, ...]:
    return ensemble.numbers, ensemble.runs, ensemble.seed, ensemble.evidence or scenario.evidence


@lru_cache(maxsize=16)
def _numbers(numbers: Any, runs: int, seed: int, evidence: Any) -> Rows:
    return numbers_of_run(numbers, runs, seed, evidence, shipped_posterior())


def _draws(scenario: Scenario, numbers: Any, runs: int, seed: int, evidence: Any) -> Rows:
    """Return what `Ensemble.draws` returns, from numbers that are drawn once."""
    return scenario.changed(_numbers(numbers, runs, seed, evidence))
