"""What `ssc-sim report` does, for Python: `report(folder)` writes one page beside the tables."""

from __future__ import annotations

from pathlib import Path

from ssc_sim.report.completing import complete
from ssc_sim.report.language import language_of
from ssc_sim.report.page import rendered
from ssc_sim.report.stored import Stored
from ssc_sim.results.folder import Results, write_text


def report(folder: Path, *, language: str = "en", out: Path | None = None, workers: int | None = None) -> Path:
    """Write the report of a results folder, and return where it stands. A second report runs nothing.

    Parameters
    ----------
    folder : Path
        Written by `ssc-sim run` or `ssc-sim compare`; what the report needs besides is run and stored there.
    language : {"en", "id"}
    out : Path, optional
        By default `report.html` in the folder, or `report-id.html`.
    workers : int, optional
        Threads; the page does not depend on them.

    Raises
    ------
    InputError
        Where the folder is not one, its tables cannot be read, or it belongs to another model.
    """
    spoken = language_of(language)
    results = Results.read(folder)
    complete(folder, results, workers=workers)
    page = rendered(spoken, Stored.read(folder, results.manifest))
    path = out or folder / ("report.html" if language == "en" else f"report-{language}.html")
    write_text(path, page)
    return path
