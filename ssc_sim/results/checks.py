"""What a results folder must hold before anything is made of it: a whole manifest, and the outcomes it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ssc_sim.errors import InputError, Problem, shortened
from ssc_sim.files import content_of
from ssc_sim.parameters import Evidence
from ssc_sim.tables import FIRST_YEAR, Outcome

MANIFEST, OUTCOMES = "manifest.json", "outcomes.parquet"
LARGEST_MANIFEST = 50_000_000
COLUMNS = {"scenario": "O", "replicate": "i", "year": "i", "outcome": "O", "value": "f"}  # kinds of the cells
DAMAGED = "as `ssc-sim run` wrote it; run it again"


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)


class _ScenarioKeys(_Strict):
    """What is drawn and told of a scenario; more keys may stand beside these."""

    name: str
    title: str
    question: str
    evidence: Evidence
    changes: dict[str, float]
    events: list[dict[str, Any]]
    cell: dict[str, float] = {}
    without: list[str] = []


class _ManifestKeys(_Strict):
    """What is drawn and told of a run; more keys may stand beside these."""

    scenarios: Annotated[list[_ScenarioKeys], Field(min_length=1)]
    runs: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)]
    first_year: Literal[2016]
    until: Annotated[int, Field(ge=FIRST_YEAR)]
    engine: str
    parameters: str
    kind: str = ""
    draws: Annotated[int, Field(ge=0)] = 0


def read_manifest(folder: Path, of_format: int) -> dict[str, Any]:
    """Return the manifest of a results folder, of whatever kind.

    Raises
    ------
    OSError, ValueError
        Where there is none.
    InputError
        Where it is of another format.
    """
    try:
        manifest = json.loads(content_of(folder / MANIFEST, LARGEST_MANIFEST).decode("utf-8"))
    except RecursionError:
        raise ValueError(f"{MANIFEST} is nested too deeply") from None
    if not isinstance(manifest, dict):
        raise ValueError(f"{MANIFEST} is not a group of keys")  # noqa: TRY004  (told as any other damage is)
    found = manifest.get("format")
    if found != of_format:
        newer = isinstance(found, int) and found > of_format
        wrong = f"results of format {shortened(str(found))}"
        allowed = f"format {of_format}: {'a newer ssc-sim, or ' if newer else ''}the same run again with this one"
        raise InputError([Problem(str(folder / MANIFEST), 0, 0, "format", wrong, allowed)])
    return manifest


def check_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Check that a manifest tells all that is drawn and told of a run.

    Raises
    ------
    InputError
        With every key that is missing or damaged.
    """
    try:
        _ManifestKeys.model_validate(manifest)
    except ValidationError as error:
        file = str(folder / MANIFEST)
        raise InputError(
            Problem(
                file, 0, 0, ".".join(map(str, found["loc"])),
                "is missing" if found["type"] == "missing" else f"'{shortened(str(found['input']))}' cannot stand here",
                DAMAGED,
            )
            for found in error.errors(include_url=False)
        ) from None  # fmt: skip


def read_outcomes(folder: Path, years: Iterable[int] | None = None) -> pd.DataFrame:
    """Return the table of outcomes in a results folder, of these years or of all, unchecked.

    Raises
    ------
    OSError, ValueError
        Where there is none, or none that can be read.
    """
    if not (folder / OUTCOMES).is_file():
        raise FileNotFoundError(f"it holds no file {OUTCOMES}")
    filters = None if years is None else [("year", "in", list(years))]
    return pd.read_parquet(folder / OUTCOMES, filters=filters)


def check_outcomes(folder: Path, outcomes: pd.DataFrame, manifest: dict[str, Any]) -> None:
    """Check that a table of outcomes holds what the manifest beside it tells of, and nothing else.

    Raises
    ------
    InputError
        With everything in it that cannot be.
    """
    problems = [
        Problem(str(folder / OUTCOMES), 0, 0, column, wrong, DAMAGED)
        for column, wrong in _wrong_columns(outcomes) or _wrong_cells(outcomes, manifest)
    ]
    if problems:
        raise InputError(problems)


def _wrong_columns(outcomes: pd.DataFrame) -> list[tuple[str, str]]:
    kinds = {name: getattr(dtype, "categories", pd.Index([])).dtype.kind if isinstance(dtype, pd.CategoricalDtype)
             else dtype.kind for name, dtype in outcomes.dtypes.items()}  # fmt: skip
    wrong = [(name, "is missing") for name in COLUMNS if name not in kinds]
    wrong += [(str(name), "is no column of outcomes") for name in kinds if name not in COLUMNS]
    return wrong + [
        (name, "holds other things than it should")
        for name, kind in COLUMNS.items()
        if name in kinds and kinds[name] != kind
    ]


def _wrong_cells(outcomes: pd.DataFrame, manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    known: dict[str, Any] = {
        "scenario": {scenario["name"] for scenario in manifest["scenarios"]},
        "replicate": range(manifest["runs"]),
        "year": range(manifest["first_year"], manifest["until"] + 1),
        "outcome": Outcome.names(),
    }
    for column, allowed in known.items():
        strange = [str(value) for value in outcomes[column].unique() if value not in allowed]
        if strange:
            yield column, f"holds '{shortened(', '.join(strange))}', of which {MANIFEST} does not tell"
    missing = sorted(known["scenario"] - set(outcomes["scenario"].unique()))
    if missing:
        yield "scenario", f"holds nothing of {shortened(', '.join(missing))}"
    if not np.isfinite(outcomes["value"].to_numpy()).all():
        yield "value", "holds a number that is not finite"
