"""The model as a Mesa user expects it: agents, a step, a data collector. The same source as the compiled engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import walk_tb
from types import SimpleNamespace
from typing import Any, ClassVar

from ssc_sim import agents
from ssc_sim.agents import mesa
from ssc_sim.behaviour import record as record_does
from ssc_sim.behaviour import world as world_does
from ssc_sim.compiled import is_cold, plain
from ssc_sim.errors import ReplicateFailed, printable
from ssc_sim.observed import read_donors, read_recipients
from ssc_sim.parameters import Evidence
from ssc_sim.posterior import Numbers, numbers_of_run, shipped_posterior
from ssc_sim.scenario import Scenario, load_scenario
from ssc_sim.tables import FIRST_YEAR, Now, Outcome, Rows, Table, World
from ssc_sim.world import Start, begin, settle, starting_tables

BASELINE = "baseline-2016"


def as_object(row: Rows) -> Any:
    """Return a row as a plain object with the same names."""
    return SimpleNamespace(**{name: row[name].tolist() for name in row.dtype.names or ()})


def _reader(name: str) -> Callable[[SSCModel], float]:
    """Return what reads one outcome from a model, for Mesa's data collector."""
    column, place, _ = Outcome.names()[name]

    def read(model: SSCModel) -> float:
        value = getattr(model.outcome, column)
        return float(value if place is None else value[place])

    return read


class SSCModel(mesa.Model):
    """One replicate of one scenario. To the behaviours the model is the `World`.

    Parameters
    ----------
    scenario : str, path, Scenario
        A shipped scenario's name, a file, or a scenario already read.
    seed : int
        Seed of the ensemble of which this is one replicate.
    replicate : int
        Its number: seed and number together decide all luck.
    evidence : {"documents", "literature"}, optional
        Which strength the numbers take where the two differ; by default the scenario's.
    numbers : {"posterior", "point"}
        The row that this replicate has in every ensemble, or every number at its point value.

    Attributes
    ----------
    recipients, donors, partners, ngos : list of agents, in the order of the observed tables
    ties : list of list, ties[donor][recipient]
    outcome : the outcomes of the last year, named as in `tables.Outcome`
    datacollector : all outcomes of all years
    """

    recipient_class: ClassVar[type[agents.Recipient]] = agents.Recipient
    donor_class: ClassVar[type[agents.Donor]] = agents.Donor
    partner_class: ClassVar[type[agents.Partner]] = agents.Partner
    ngo_class: ClassVar[type[agents.Ngo]] = agents.Ngo

    def __init__(
        self,
        scenario: str | Scenario = BASELINE,
        seed: int = 2016,
        replicate: int = 0,
        evidence: Evidence | None = None,
        numbers: Numbers = "posterior",
    ) -> None:
        chosen, posterior = load_scenario(scenario), shipped_posterior()
        start = starting_tables(chosen, posterior.countries)
        drawn = numbers_of_run(numbers, replicate + 1, seed, evidence or chosen.evidence, posterior)
        self._begin(begin(start, chosen.changed(drawn)[replicate], seed, replicate))

    @classmethod
    def from_start(cls, start: Start, parameters: Rows, seed: int, replicate: int) -> SSCModel:
        """Build the model from starting tables and one row of parameters (what ensembles and tests do)."""
        model = cls.__new__(cls)
        model._begin(begin(start, parameters, seed, replicate))
        return model

    def _begin(self, world: World) -> None:
        super().__init__(rng=world.seed)
        self.seed, self.replicate = world.seed, world.replicate
        self.parameters, self.now = as_object(world.parameters), as_object(world.now)
        self.recipients = [self.recipient_class(self, row) for row in world.recipients]
        self.donors = [self.donor_class(self, row) for row in world.donors]
        self.partners = [self.partner_class(self, row) for row in world.partners]
        self.ngos = [self.ngo_class(self, row) for row in world.ngos]
        self.neighbourhoods = [as_object(row) for row in world.neighbourhoods]
        self.ties = [[as_object(tie) for tie in row] for row in world.ties]
        self.touches = [[as_object(touch) for touch in row] for row in world.touches]
        self.events = [as_object(event) for event in world.events]
        self.outcome = as_object(Outcome.rows()[()])
        self.datacollector = mesa.DataCollector(model_reporters={name: _reader(name) for name in Outcome.names()})

    def step(self) -> None:
        """One year: the same lines as `engine.one_year`. Each is a section of MODEL.md."""
        recipients, donors = self.agents_by_type[self.recipient_class], self.agents_by_type[self.donor_class]
        partners, ngos = self.agents_by_type[self.partner_class], self.agents_by_type[self.ngo_class]
        plain(world_does.shift_world)(self)
        recipients.do("meet_events", self)
        recipients.do("request", self)
        donors.do("change_leader", self)
        donors.do("set_budget", self)
        donors.do("choose_mix", self)
        donors.do("allocate", self)
        partners.do("make_offer", self)
        plain(world_does.sum_offers)(self)
        donors.do("hold_programmes", self)
        donors.do("deliver", self)
        recipients.do("receive", self)
        ngos.do("relieve", self)
        recipients.do("learn", self)
        donors.do("learn_by_teaching", self)
        plain(world_does.look_around)(self)
        recipients.do("exchange", self)
        recipients.do("maintain", self)
        recipients.do("pay", self)
        recipients.do("develop", self)
        recipients.do("depend", self)
        recipients.do("take_stance", self)
        recipients.do("close_ranks", self)
        donors.do("earn_goodwill", self)
        recipients.do("remember", self)
        donors.do("take_stock", self)
        recipients.do("graduate", self)
        plain(world_does.balance)(self)
        plain(record_does.record)(self, self.outcome)
        self.datacollector.collect(self)
        self.now.year += 1.0


@dataclass(frozen=True)
class MesaRunner:
    """Runs replicates with a Mesa model, as `engine.run_replicates` does compiled. It can be sent to another process.

    Whatever a user's model raises is told as the failure of its replicate.
    """

    model_class: type[SSCModel]

    def __call__(self, start: Start, parameters: Rows, years: int, seed: int, first: int) -> tuple[Rows, Rows]:
        """Run some replicates; arguments and arrays as `engine.run_replicates`."""
        outcomes, ends = Outcome.rows(len(parameters), years), Now.rows(len(parameters))
        for i, row in enumerate(parameters):
            for year, model in enumerate(self.years(start, row, years, seed, first + i)):
                with as_failure(FIRST_YEAR + year):
                    store(Outcome, model.outcome, outcomes[i, year])
                    store(Now, model.now, ends[i])
        return outcomes, ends

    def years(self, start: Start, row: Rows, years: int, seed: int, replicate: int) -> Iterator[SSCModel]:
        """Yield the model of one replicate after each year; the last is the one in which an identity breaks.

        Raises
        ------
        ReplicateFailed
            Where the model raises anything.
        """
        with as_failure(FIRST_YEAR):
            model = self.model_class.from_start(start, row, seed, replicate)
        try:
            for year in range(years):
                with as_failure(FIRST_YEAR + year):
                    model.step()
                yield model
                if model.now.fault > 0:
                    break
        finally:
            let_go(model)


@contextmanager
def as_failure(year: int) -> Iterator[None]:
    """Tell whatever a user's model raises as the failure of its replicate, in a year."""
    try:
        yield
    except Exception as error:
        raise ReplicateFailed(year, _who(error), printable(f"{type(error).__name__}: {error}")) from error


def _who(error: Exception) -> str:
    """Return the name of the agent that was acting when a model raised something, or nothing."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    for frame in reversed(frames):
        agent = frame.f_locals.get("self")
        for kind, read in ((agents.Recipient, read_recipients), (agents.Donor, read_donors)):
            if isinstance(agent, kind):
                return read()[agent.index].name
    return ""


def let_go(model: SSCModel) -> None:
    """Let a model be forgotten: Mesa up to 3.3 keeps a count of agents for every model there ever was, by the model."""
    getattr(mesa.Agent, "_ids", {}).pop(model, None)


def store(table: type[Table], values: Any, row: Rows) -> None:
    """Write an object's columns into a record of the same table."""
    for name in table.columns():
        row[name] = getattr(values, name)


def must_compile() -> bool:
    """Tell whether the next run will first have to wait for the compiler (rules and luck are compiled here too)."""
    return is_cold(settle)
