"""What an expectation claims, as a plain sentence."""

from __future__ import annotations

from ssc_sim.scenario.expectations import Expectation
from ssc_sim.scenario.sweep import short_names

PLURALS = ("programmes", "participants", "countries", "donors")


def claim_of(expectation: Expectation, axis: str, first: int, last: int) -> str:
    """Return the claim as a sentence, such as "dependency is higher than in all-technical, 2030".

    Parameters
    ----------
    expectation : Expectation
    axis : str
        Dotted key that a sweep varies, or nothing.
    first, last : int
        The years that are read.
    """
    years = str(last) if first == last else f"{first}-{last}"
    during = "" if expectation.measure == "recovery" or expectation.against_year else f", {years}"
    return f"{_subject(expectation)} {_relation(expectation, axis, years)}{during}"


def _subject(expectation: Expectation) -> str:
    subject = expectation.outcome.replace("_", " ")
    if expectation.measure == "swing":
        subject = f"the swing of {subject}"
    if expectation.measure == "recovery":
        subject = f"the recovery of {subject} to {expectation.than}"
    return f"what {expectation.when} adds to {subject}" if expectation.when else subject


def _is_plural(expectation: Expectation) -> bool:
    plain = expectation.measure == "level" and not expectation.when
    return plain and expectation.outcome.partition("_")[0] in PLURALS


def _relation(expectation: Expectation, axis: str, years: str) -> str:
    if expectation.relation == "between":
        return _between(expectation, years)
    if expectation.relation == "reproduces":
        return f"meet{'' if _is_plural(expectation) else 's'} the reported figure of {expectation.figure:,g}"
    verb, s = ("are", "") if _is_plural(expectation) else ("is", "s")
    along = short_names([axis])[0].replace("_", " ")
    *before, last = expectation.among or ("",)
    other = f"in {expectation.than}"
    now = ""
    if expectation.against_year:
        now, other = f"in {years} ", f"in {expectation.against_year}"
    return {
        "higher": f"{verb} higher {now}than {other}",
        "lower": f"{verb} lower {now}than {other}",
        "about_equal": f"{verb} about the same {now}as {other}",
        "rises_with": f"rise{s} with {along}",
        "falls_with": f"fall{s} with {along}",
        "peaks_inside": f"peak{s} inside the range of {along}",
        "ordering": f"rise{s} from {' over '.join(before)} to {last}",
    }[expectation.relation]


def _between(expectation: Expectation, years: str) -> str:
    span = f"between {expectation.low:g} and {expectation.high:g}"
    s = "" if _is_plural(expectation) else "s"
    if expectation.measure == "recovery":
        return f"take{s} {span} years"
    if expectation.against_year:
        return f"change{s} by {span} from {expectation.against_year} to {years}"
    return f"differ{s} by {span} from {expectation.than}" if expectation.than else f"lie{s} {span}"
