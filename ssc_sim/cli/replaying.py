"""The command that runs replicates of a results folder again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from ssc_sim.cli.options import ModelName, announce_compilation, stdout, tell_where, told
from ssc_sim.errors import InputError, NotTheSame, Problem

if TYPE_CHECKING:
    from ssc_sim.replaying import Stored


def replay(  # noqa: PLR0913, PLR0917  (a command has as many options as it has)
    folder: Annotated[Path, typer.Argument(help="A results folder.")],
    replicate: Annotated[Optional[int], typer.Argument(metavar="ID", help="Number of a replicate.")] = None,  # noqa: UP045
    scenario: Annotated[Optional[str], typer.Option(help="Which, where there are several.")] = None,  # noqa: UP045
    engine: Annotated[Optional[str], typer.Option(help="compiled or mesa.  [default: as it was run]")] = None,  # noqa: UP045
    model: ModelName = None,
    out: Annotated[Optional[Path], typer.Option(help="Where the tables go.  [default: DIR.replay/...]")] = None,  # noqa: UP045
    verify: Annotated[bool, typer.Option("--verify", help="Run a sample again, and compare.")] = False,
    sample: Annotated[int, typer.Option(min=1, help="How many, with --verify.")] = 20,
) -> None:
    """Run one replicate of a results folder again, with every table of every year; or --verify a sample of them."""
    from ssc_sim.replaying import Replay, Stored  # noqa: PLC0415  (heavy)

    if (replicate is None) != verify:
        raise InputError([Problem("replay", 0, 0, "", "takes one of two", "the ID of a replicate, or --verify")])
    stored = Stored.read(folder, engine, model)
    announce_compilation(stored.request)
    if replicate is None:
        _verify(stored, sample)
        return
    done = Replay.of(stored, replicate, scenario)
    name = f"{done.scenario.name}-{replicate}"
    place = out or folder.resolve().with_name(f"{folder.resolve().name}.replay") / name
    done.write(place)
    tell_where({"Every table, every year": place})
    if not done.same:
        raise NotTheSame(f"{name} does not give what is stored in {folder}.{_why(stored)}")
    failed = f" It failed again: {done.states.failed}." if done.states.failed else ""
    stdout.print(f"{name} gives what is stored, to the last bit.{failed}", soft_wrap=True, markup=False)


def _verify(stored: Stored, sample: int) -> None:
    from ssc_sim import screen  # noqa: PLC0415  (heavy)

    size = min(sample, stored.ensemble.runs * len(stored.ensemble.scenarios))
    with screen.progress(told, size) as finished:
        differing = stored.differing(sample, finished)
    if differing:
        named = ", ".join(f"{scenario} {replicate}" for scenario, replicate in differing[:5])
        wrong = f"{len(differing)} of {size} replicates do not give what is stored: {named}"
        raise NotTheSame(f"{wrong}{' ...' if len(differing) > 5 else ''}.{_why(stored)}")
    stdout.print(f"{size} of {size} replicates give what is stored, to the last bit.")


def _why(stored: Stored) -> str:
    """Say what a difference may come from."""
    if stored.same_source:
        return ""
    return f" It was written by another version of the package ({stored.manifest['versions']['ssc-sim']})."
