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
from ssc_sim.behaviour import programmes as programme_does
from ssc_sim.behaviour import recipients as recipient_does
from ssc_sim.compiled import plain

__all__ = ["Country", "Donor", "Recipient", "mesa"]


class Country(mesa.Agent):
    """An agent that starts as one row of its table."""

    def __init__(self, model: mesa.Model, row: tables.Rows) -> None:
        super().__init__(model)
        for name in row.dtype.names:
            setattr(self, name, row[name].tolist())


class Recipient(Country, tables.Recipient):
    """A country that may receive aid."""

    receive = plain(recipient_does.receive)
    learn = plain(recipient_does.learn)
    pay = plain(recipient_does.pay)
    depend = plain(recipient_does.depend)


class Donor(Country, tables.Donor):
    """A country that gives South-South aid."""

    set_budget = plain(donor_does.set_budget)
    choose_mix = plain(donor_does.choose_mix)
    allocate = plain(donor_does.allocate)
    hold_programmes = plain(programme_does.hold_programmes)
    deliver = plain(donor_does.deliver)
