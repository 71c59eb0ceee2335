"""The agents, for Mesa: they hold the columns of their table and act as `behaviour` says, run by Python itself.

To change what an agent does, override one method and hand the class to a subclass of `SSCModel`.
"""

from __future__ import annotations

import multiprocessing

_start_method = multiprocessing.get_start_method(allow_none=True)
import mesa  # sets the start method of the whole process, so it is put back

multiprocessing.set_start_method(_start_method, force=True)

from ssc_sim import tables
from ssc_sim.behaviour import donors as donor_does
from ssc_sim.behaviour import economy as economy_does
from ssc_sim.behaviour import politics as politics_does
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.behaviour import recipients as recipient_does
from ssc_sim.behaviour import world as world_does
from ssc_sim.compiled import plain

__all__ = ["Actor", "Donor", "Ngo", "Partner", "Recipient", "mesa"]


class Actor(mesa.Agent):
    """An agent that starts as one row of its table."""

    def __init__(self, model: mesa.Model, row: tables.Rows) -> None:
        super().__init__(model)
        for name in row.dtype.names:
            setattr(self, name, row[name].tolist())


class Recipient(Actor, tables.Recipient):
    """A country that may receive aid."""

    meet_events = plain(world_does.meet_events)
    request = plain(recipient_does.request)
    receive = plain(recipient_does.receive)
    learn = plain(recipient_does.learn)
    exchange = plain(recipient_does.exchange)
    maintain = plain(recipient_does.maintain)
    pay = plain(economy_does.pay)
    develop = plain(economy_does.develop)
    depend = plain(economy_does.depend)
    take_stance = plain(politics_does.take_stance)
    close_ranks = plain(politics_does.close_ranks)
    remember = plain(recipient_does.remember)
    graduate = plain(politics_does.graduate)


class Donor(Actor, tables.Donor):
    """A country that gives South-South aid."""

    change_leader = plain(donor_does.change_leader)
    set_budget = plain(donor_does.set_budget)
    choose_mix = plain(donor_does.choose_mix)
    allocate = plain(donor_does.allocate)
    hold_programmes = plain(programme_does.hold_programmes)
    deliver = plain(donor_does.deliver)
    learn_by_teaching = plain(donor_does.learn_by_teaching)
    earn_goodwill = plain(politics_does.earn_goodwill)
    take_stock = plain(donor_does.take_stock)


class Partner(Actor, tables.Partner):
    """A Northern partner in triangular cooperation."""

    make_offer = plain(world_does.make_offer)


class Ngo(Actor, tables.Ngo):
    """A humanitarian organisation."""

    relieve = plain(world_does.relieve)
