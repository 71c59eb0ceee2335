"""The certificate of a calibration: one page, as Markdown and as HTML, of what was fitted and how far to trust it.

Every number and every sentence that could be otherwise comes from the tables of the calibration; nothing is run.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from markdown_it import MarkdownIt

from ssc_sim.fitting import certificate_numbers as numbers
from ssc_sim.fitting import certificate_report as report
from ssc_sim.fitting.calibration import Calibration
from ssc_sim.fitting.certificate_figures import draw_certificate
from ssc_sim.fitting.certificate_words import paragraphs
from ssc_sim.observed import read_sources


class Part(NamedTuple):
    """A part of the page: what it needs beside the tables of every fit, and why that may be missing."""

    title: str
    write: Callable[[Calibration], str]
    needs: str = ""
    without: str = ""


def write_certificate(calibration: Calibration, folder: Path) -> Path:
    """Write the certificate of a calibration, with its pictures, into a folder that exists.

    Parameters
    ----------
    calibration : Calibration
    folder : Path
        Where `certificate.md`, `certificate.html` and the folder `figures` go.

    Returns
    -------
    Path
        The HTML page, which carries its pictures in itself.
    """
    pictures = folder / "figures"
    pictures.mkdir(exist_ok=True)
    draw_certificate(calibration.tables, pictures)
    text = markdown(calibration)
    (folder / "certificate.md").write_text(text, encoding="utf-8")
    page = folder / "certificate.html"
    page.write_text(_html(text, folder), encoding="utf-8")
    return page


def markdown(calibration: Calibration) -> str:
    """Return the page in Markdown."""
    shown = [part for part in PARTS if not part.needs or part.needs in calibration.tables]
    sections = [f"## {place}. {part.title}\n\n{part.write(calibration)}" for place, part in enumerate(shown, 1)]
    return paragraphs(f"# {_title(calibration)}", _in_short(calibration), *sections) + "\n"


def _title(calibration: Calibration) -> str:
    return f"How far the calibration to {calibration.targets.used('fit')[0].year} can be trusted"


def _in_short(calibration: Calibration) -> str:
    sentences = (
        report.fitted_in_short(calibration),
        report.held_out_in_short(calibration),
        numbers.consequences_in_short(calibration),
        numbers.planted_in_short(calibration),
    )
    return f"> **In short.** {' '.join(sentences)}"


def made_again(calibration: Calibration) -> str:
    """Say how the page is made again, where the figures come from, and what is left out and why."""
    own = "" if "held_out" in calibration.tables else " --data FOLDER"
    left_out = [f"- {part.title}: {part.without}." for part in PARTS if part.needs not in {"", *calibration.tables}]
    return paragraphs(
        f"`ssc-sim calibrate{own} --draws {calibration.draws}` makes posterior, tables and this page again; the seed "
        "stands in `manifest.json`, every number of this page in `tables/`.",
        "**Sources of the figures.** Letters with digits, such as K33, are rows of the *register*: the project's list "
        "of what five documents on Indonesia's aid say.",
        "\n".join(_sources(calibration)),
        "**Left out of this page**" if left_out else "",
        "\n".join(left_out),
    )


def _sources(calibration: Calibration) -> Iterator[str]:
    """Tell each source of the figures once; one that is in no list of sources speaks for itself in its notes."""
    known = read_sources()
    for key in dict.fromkeys(key for target in calibration.targets.all for key in target.source):
        note = next(target.note for target in calibration.targets.all if key in target.source)
        yield f"- `{key}`: " + (known[key].title if key in known else note)


def _html(text: str, folder: Path) -> str:
    """Return the page as HTML that needs no other file."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    body = body.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    body = body.replace("<p><img", '<p class="wide"><img')
    body = re.sub(r'src="(figures/\w+\.png)"', lambda found: f'src="{_embedded(folder / found[1])}"', body)
    title = escape(text.splitlines()[0].removeprefix("# "))
    shell = Template(Path(__file__).with_name("certificate_page.html").read_text(encoding="utf-8"))
    return shell.substitute(title=title, body=body)


def _embedded(picture: Path) -> str:
    return f"data:image/png;base64,{b64encode(picture.read_bytes()).decode()}"


OF_2016 = "that is tried on the figures of 2016 only"
PARTS = (
    Part("What was fitted, and what follows from it", report.what_was_fitted),
    Part("Figures that were fitted", report.figures_fitted),
    Part(
        "Figures that were held out", report.figures_held_out, "held_out", "every figure was fitted, none was held out"
    ),
    Part("Each named country, foretold as any other", report.each_country),
    Part("What the figures tell of the numbers", numbers.numbers_learned),
    Part("What they do not tell: consequences", numbers.consequences),
    Part("Do intervals hold the truth?", numbers.planted_truths),
    Part("Rival rules", numbers.rival_rules, "null_models", OF_2016),
    Part("Other readings of the report", numbers.both_readings, "readings", "a list of programmes leaves none open"),
    Part("Does the order of policies change?", numbers.policies, "policies", OF_2016),
    Part("Making this page again, and sources", made_again),
)
