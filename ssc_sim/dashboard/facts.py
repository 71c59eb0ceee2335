"""What does not change while the server runs, the same for all visitors: observed tables and scenarios, read once."""

from __future__ import annotations

from functools import cache

from ssc_sim.observed import (
    CountryFigures,
    DonorFigures,
    Reported,
    Source,
    read_donors,
    read_recipients,
    read_reported,
    read_sources,
)
from ssc_sim.scenario import Scenario, load_scenario


@cache
def donors() -> list[DonorFigures]:
    """Return the donors, in the order of the model."""
    return read_donors()


@cache
def recipients() -> list[CountryFigures]:
    """Return the recipients, in the order of the model."""
    return read_recipients()


@cache
def reported() -> list[Reported]:
    """Return what the documents report."""
    return read_reported()


@cache
def sources() -> dict[str, Source]:
    """Return what each source key stands for."""
    return read_sources()


@cache
def shipped(name: str) -> Scenario:
    """Return a shipped scenario."""
    return load_scenario(name)


_offered: list[Scenario] = []


def offer(scenarios: list[Scenario]) -> None:
    """Let visitors start from the scenarios that were named at the command line."""
    _offered[:] = scenarios


def offered() -> list[Scenario]:
    """Return the scenarios that were named at the command line; the first is open when a visitor comes."""
    return list(_offered)
