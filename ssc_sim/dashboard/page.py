"""The page: levers on the left, the answer in the middle, verdicts on the right. Nothing here is worked out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import solara

from ssc_sim.dashboard import controls, countries, files, pictures, serving, views, words
from ssc_sim.dashboard.answers import Answer, Question
from ssc_sim.dashboard.policy import Policy
from ssc_sim.dashboard.visit import Visit, bases
from ssc_sim.scenario.strict_yaml import MOST_BYTES

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
serving.harden()


@solara.component_vue("levers.vue")
def Levers(groups: list[Any], event_moved: Callable[[Any], None], event_reset: Callable[[Any], None]) -> None:
    """Draw the levers."""


@solara.component_vue("views.vue")
def Views(  # noqa: PLR0913, PLR0917  (a component has as many properties as it has)
    view: str, views: list[str], group: str, groups: list[Any], own: list[Any], chosen: list[str], most: int,
    event_view: Callable[[Any], None], event_group: Callable[[Any], None], event_own: Callable[[Any], None],
) -> None:  # fmt: skip
    """Draw the choice of outcomes."""


@solara.component_vue("tiles.vue")
def Tiles(  # noqa: PLR0913, PLR0917  (as above)
    regions: list[Any], outcome: str, outcomes: list[Any], country: str, is_stale: bool, tally: str,  # noqa: FBT001
    event_country: Callable[[Any], None], event_outcome: Callable[[Any], None],
) -> None:  # fmt: skip
    """Draw the recipients."""


@solara.component_vue("files.vue")
def Files(  # noqa: PLR0913, PLR0917  (as above)
    base: str, bases: list[Any], tables: list[str], busy: bool, problems: list[str], command: str,  # noqa: FBT001
    file: dict[str, Any], most_bytes: int, event_base: Callable[[Any], None], event_uploaded: Callable[[Any], None],
    event_wanted: Callable[[Any], None],
) -> None:  # fmt: skip
    """Draw what can be loaded and saved."""


def html(text: str, *classes: str, **attributes: str) -> None:
    """Put a piece of our own HTML on the page."""
    solara.HTML(unsafe_innerHTML=text, classes=list(classes), attributes=attributes)


@solara.component
def LeverPanel(visit: Visit) -> None:
    """Left: what can be moved."""
    policy = visit.policy.value
    groups = solara.use_memo(lambda: controls.groups(policy), [policy])
    Levers(groups=groups, event_moved=visit.move, event_reset=lambda _: visit.policy.set(Policy.on(policy.base)))


@solara.component
def OutcomePanel(visit: Visit, answer: Answer | None) -> None:
    """Middle: outcome curves of both worlds."""
    _ = visit.changes.value
    view, group, own = visit.view.value, visit.group.value, visit.own.value
    shown = views.outcomes_of(view, group, own)
    is_stale = visit.policies.is_stale
    html(words.answer_line(answer, visit.policies.failure, is_working=visit.policies.is_working), "ssc-answer",
         **{"role": "status", "aria-live": "polite", "data-stale": str(is_stale).lower(),
            "data-first": f"{answer.first_seconds:.4f}" if answer else ""})  # fmt: skip
    Views(
        view=view, views=list(views.VIEWS), group=group, groups=views.group_choices(view), own=views.own_choices(view),
        chosen=list(own), most=views.MOST, event_view=visit.choose_view, event_group=visit.choose_group,
        event_own=lambda outcome: visit.own.set(views.toggled(own, outcome)),
    )  # fmt: skip
    drawn = solara.use_memo(
        lambda: answer and pictures.curves(answer, shown, same=answer.is_same), [_mark(answer), shown]
    )
    html(drawn or words.WAITING, "ssc-curves", **{"data-stale": str(is_stale).lower()})
    html(pictures.caption(answer), "ssc-caption")


@solara.component
def CountryPanel(visit: Visit) -> None:
    """Below the curves: the recipients as tiles, and one of them alone."""
    _ = visit.changes.value
    colour, country, policy = visit.colour.value, visit.country.value, visit.policy.value
    solara.use_effect(visit.ask_about_country, [country, policy, visit.policies.is_working])
    answer = visit.of_countries
    is_stale = answer is None or answer.question != Question.of(policy)
    regions = solara.use_memo(lambda: countries.tile_regions(answer, colour), [_mark(answer), colour])
    html(countries.TITLE)
    Tiles(
        regions=regions, outcome=colour, outcomes=countries.colour_choices(), country=country, is_stale=is_stale,
        tally=countries.tally(regions, is_stale=is_stale), event_country=visit.choose_country,
        event_outcome=visit.choose_colour,
    )  # fmt: skip
    curves = solara.use_memo(
        lambda: answer and countries.country_curves(answer, country, same=answer.is_same), [_mark(answer), country]
    )
    html(countries.country_title(country) + (curves or words.WAITING), "ssc-curves",
         **{"data-stale": str(is_stale).lower()})  # fmt: skip
    html(countries.million_more(visit.millions.latest, visit.country_question), "ssc-million", role="status")


@solara.component
def VerdictPanel(visit: Visit, answer: Answer | None) -> None:
    """Right: verdicts in words, and what each choice trades."""
    marks = [_mark(answer), bool(answer and answer.grounds), bool(answer and answer.known)]
    html(solara.use_memo(lambda: words.verdict_panel(answer), marks), "ssc-verdict-panel")
    earlier = visit.earlier
    drawn = solara.use_memo(lambda: pictures.tradeoff_panel(answer, earlier), [*marks, len(earlier)])
    html(drawn, "ssc-tradeoff-panel")


@solara.component
def FilePanel(visit: Visit) -> None:
    """Below: scenarios up and down, tables, and the command that reproduces the page."""
    policy = visit.policy.value
    choices = [{"value": name, "label": f"{name}: {one.title}"} for name, one in bases().items()]
    if policy.base.name not in bases():
        choices.insert(0, {"value": policy.base.name, "label": f"{policy.base.name}: {policy.base.title}"})
    html("<h2>Take it with you</h2>")
    Files(
        base=policy.base.name, bases=choices, tables=list(files.WRITTEN), busy=visit.is_writing.value,
        problems=visit.problems.value, command=files.command_of(Question.of(policy)), file=visit.file.value,
        most_bytes=MOST_BYTES, event_base=visit.start_from, event_uploaded=visit.load, event_wanted=visit.want,
    )  # fmt: skip


def _mark(answer: Answer | None) -> tuple[Any, ...]:
    """Return what changes when other replicates are shown."""
    return (id(answer.policy), answer.runs) if answer else ()


@solara.component
def Page() -> None:
    """The whole page, for one visitor."""
    visit = solara.use_memo(Visit, [])
    solara.use_effect(lambda: visit.leave, [])
    solara.use_effect(visit.ask, [visit.policy.value])
    _ = visit.changes.value  # drawn again whenever an answer has come
    solara.Title("SSC-Sim: what does an aid policy do?")
    solara.Style(STYLE)
    with solara.Div(classes=["ssc-page"]):
        html(words.heading(), "ssc-heading")
        with solara.Div(classes=["ssc-columns"]):
            with solara.Div(classes=["ssc-left"]):
                LeverPanel(visit)
            with solara.Div(classes=["ssc-middle"]):
                OutcomePanel(visit, visit.policies.latest)
                CountryPanel(visit)
            with solara.Div(classes=["ssc-right"]):
                VerdictPanel(visit, visit.policies.latest)
        with solara.Div(classes=["ssc-tail"]):
            FilePanel(visit)


@solara.component
def Layout(children: list[Any]) -> Any:
    """The page without a frame around it."""
    return solara.Div(children=children)
