"""What `ssc-sim calibrate` does: checks what is asked, runs it so that it can be interrupted, writes it whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ssc_sim.ensemble.manifest import source_hash
from ssc_sim.ensemble.parts import Parts
from ssc_sim.fitting.agency import Agency, read_agency
from ssc_sim.fitting.calibration import calibrate
from ssc_sim.fitting.certificate import write_certificate
from ssc_sim.fitting.targets import read_targets
from ssc_sim.results.folder import FORMAT, refuse_other_results, written_whole
from ssc_sim.shipped import shipped_folder


@dataclass(frozen=True)
class Request:
    """A calibration that has been checked: the figures of 2016, or an agency's own years."""

    out: Path
    agency: Agency | None
    draws: int
    seed: int

    @classmethod
    def of(cls, out: Path, data: Path | None, *, draws: int, seed: int, overwrite: bool) -> Request:
        """Check what is asked for, all of it, before anything runs.

        Raises
        ------
        InputError
            With every mistake in the figures or in an agency's files, or where results would be lost.
        """
        request = cls(out, None if data is None else read_agency(data), draws, seed)
        refuse_other_results(out, request.manifest, overwrite=overwrite)
        return request

    @property
    def manifest(self) -> dict[str, Any]:
        """What must be known to calibrate the same again."""
        targets = read_targets(shipped_folder("calibration")) if self.agency is None else self.agency.targets
        return {
            "format": FORMAT,
            "kind": "calibrate",
            "draws": self.draws,
            "seed": self.seed,
            "figures": hashlib.sha256(repr(targets).encode()).hexdigest(),
            "source": source_hash(),
        }

    def run(self, *, workers: int | None = None, finished: Callable[[int], None] = lambda _: None) -> Path:
        """Run it, from where an interrupted one stopped; write posterior and certificate; return the page."""
        parts = Parts(self.out.with_name(f"{self.out.name}.parts"), self.manifest)
        with parts, written_whole(self.out) as part:
            text = json.dumps(self.manifest, indent=2) + "\n"
            (part / "manifest.json").write_text(text, encoding="utf-8")
            folder, scenario, years = shipped_folder("calibration"), None, 1
            if self.agency is not None:
                self.agency.write(part)
                folder, scenario, years = part, self.agency.scenario, self.agency.years
            done = calibrate(
                folder, scenario, draws=self.draws, years=years, seed=self.seed, workers=workers, parts=parts,
                finished=finished,
            )  # fmt: skip
            done.write(part)
            page = write_certificate(done, part).relative_to(part)
        parts.discard()
        return self.out / page
