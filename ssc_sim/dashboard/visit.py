"""One visitor: what was chosen, and what was answered. Nothing of it is shared with another visitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import solara

from ssc_sim.dashboard import countries, files, pictures, views
from ssc_sim.dashboard.answering import Newest, Runs, Still
from ssc_sim.dashboard.answers import (
    RUNS,
    Answer,
    CountryAnswer,
    CountryQuestion,
    Question,
    answers,
    country_answers,
)
from ssc_sim.dashboard.facts import offered, shipped
from ssc_sim.dashboard.policy import BASELINE, Policy, moved, scenario_of
from ssc_sim.errors import InputError
from ssc_sim.scenario import Scenario, shipped_scenarios
from ssc_sim.tables import GROUPS

MOST_EARLIER = 12


@cache
def shared_runs() -> Runs:
    """Return the threads and the finished runs that all visitors share; nothing of a visitor is in them."""
    return Runs()


def all_answers(question: Question, still: Still) -> Any:
    """Yield the stages of an answer, from the runs that all visitors share."""
    return answers(shared_runs(), question, still)


class Visit:
    """One visitor: what was chosen, and what was answered. Made anew for each, inside the page."""

    def __init__(self) -> None:
        self.policy = solara.reactive(Policy.on([*offered(), shipped(BASELINE)][0]))
        self.view, self.group = solara.reactive(views.OVERVIEW), solara.reactive("")
        self.own = solara.reactive(tuple(views.outcomes_of(views.OVERVIEW, "", ())))
        self.country, self.colour = solara.reactive(countries.FIRST_COUNTRY), solara.reactive(countries.SHOWN[0])
        self.problems: solara.Reactive[list[str]] = solara.reactive([])
        self.file: solara.Reactive[dict[str, Any]] = solara.reactive({})
        self.is_writing: solara.Reactive[bool] = solara.reactive(False)  # noqa: FBT003
        self.changes = solara.reactive(0)
        self._count = count(1)
        self.of_countries: Answer | None = None
        self.earlier: list[dict[str, float]] = []
        self.policies: Newest[Question, Answer] = Newest(all_answers, self.redraw)
        self.millions: Newest[CountryQuestion, CountryAnswer] = Newest(country_answers, self.redraw)
        self.tables: Newest[tuple[Question, files.Written], dict[str, Any]] = Newest(written_table, self.hand_over)

    def redraw(self) -> None:
        """Let the page look at the newest answers; those of countries stay until there are newer ones."""
        latest = self.policies.latest
        self.of_countries = latest if latest and latest.countries else self.of_countries
        self.changes.set(next(self._count))

    def ask(self) -> None:
        """Ask what follows from the policy as it now stands."""
        latest = self.policies.latest
        if latest is not None and latest.runs == RUNS and not latest.is_same:
            self.earlier = [*self.earlier, pictures.means_of(latest)][-MOST_EARLIER:]
        self.policies.ask(Question.of(self.policy.value))

    @property
    def country_question(self) -> CountryQuestion:
        """What a million more does in the chosen country, under the policy as it stands."""
        return CountryQuestion(scenario_of(self.policy.value), self.country.value)

    def ask_about_country(self) -> None:
        """Ask what a million more does in the country that was chosen, once the policy itself has been answered."""
        if self.policies.latest is not None and not self.policies.is_working:
            self.millions.ask(self.country_question)

    def try_to(self, change: Callable[[], Policy]) -> None:
        """Change the policy, or tell what stands against it."""
        try:
            policy = change()
        except InputError as error:
            self.problems.set([str(problem) for problem in error.problems])
            return
        self.problems.set([])
        self.policy.set(policy)

    def move(self, sent: Any) -> None:
        """Move a lever."""
        given = sent if isinstance(sent, dict) else {}
        self.try_to(lambda: moved(self.policy.value, str(given.get("key")), given.get("value")))

    def choose_view(self, view: Any) -> None:
        """Show other outcomes."""
        if view in views.VIEWS:
            self.view.set(view)

    def choose_group(self, group: Any) -> None:
        """Show the nations of a group."""
        if group in GROUPS:
            self.group.set(group)

    def choose_country(self, country: Any) -> None:
        """Look at one country."""
        if countries.is_country(country):
            self.country.set(country)

    def choose_colour(self, outcome: Any) -> None:
        """Colour the tiles by another outcome."""
        if outcome in countries.SHOWN:
            self.colour.set(outcome)

    def start_from(self, name: Any) -> None:
        """Put the policy on a scenario that is offered."""
        if name in bases():
            self.try_to(lambda: Policy.on(bases()[name]))

    def load(self, sent: Any) -> None:
        """Put the policy on a scenario that the visitor sent."""
        self.try_to(lambda: Policy.on(files.uploaded(*files.content_of(sent))))

    def want(self, what: Any) -> None:
        """Hand a file to the visitor."""
        question = Question.of(self.policy.value)
        if what == "scenario":
            self.give(files.SCENARIO, files.scenario_file(question))
        elif what in files.WRITTEN:
            self.is_writing.set(True)
            self.tables.ask((question, what))

    def give(self, name: str, text: str) -> None:
        """Let the browser save a file."""
        self.file.set({"name": name, "text": text, "count": next(self._count)})

    def hand_over(self) -> None:
        """Give the table that has been written, or tell why there is none."""
        done = self.tables.latest
        if done is not None and self.tables.failure is None and not self.tables.is_working:
            self.give(**done)
        if self.tables.failure is not None:
            self.problems.set([str(self.tables.failure)])
        if not self.tables.is_working:
            self.is_writing.set(False)

    def leave(self) -> None:
        """The visitor has gone: nothing is answered any more."""
        for questions in (self.policies, self.millions, self.tables):
            questions.forget()


def written_table(asked: tuple[Question, files.Written], _: Still) -> Any:
    """Yield a table with its name."""
    question, table = asked
    yield {"name": table, "text": files.written(question, table)}


@cache
def bases() -> dict[str, Scenario]:
    """Return the scenarios from which a policy may start: those named at the command line, then the shipped ones."""
    own = {scenario.name: scenario for scenario in offered()}
    others = {name: shipped(name) for name in [BASELINE, *shipped_scenarios()]}
    return own | {name: scenario for name, scenario in others.items() if not scenario.sweep and name not in own}
