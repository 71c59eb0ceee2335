"""Models of a user's own that fail, for tests."""

from __future__ import annotations

from ssc_sim.agents import Recipient
from ssc_sim.model import SSCModel


class Weak(Recipient):
    """Cannot settle its debt in 2017, in every third replicate, where it is Fiji."""

    def pay(self, world):
        if self.model.now.year == 2017 and self.model.replicate % 3 == 1 and self.identity == int.from_bytes(b"FJI"):
            return 1.0 / (self.debt - self.debt)
        return super().pay(world)


class FailsAtTimes(SSCModel):
    recipient_class = Weak


class FailsInThree(SSCModel):
    """Breaks an identity in replicate 3."""

    def step(self):
        super().step()
        if self.replicate == 3:
            self.now.fault, self.now.fault_row = 3.0, 5.0


class FailsAtOnce(SSCModel):
    """Cannot even be built, but in replicate 0."""

    def _begin(self, world):
        if world.replicate:
            raise KeyError("no\nworld \x1b[31m" + "x" * 400)
        super()._begin(world)


class SaysNothing(SSCModel):
    """Leaves an outcome without a number in replicate 1."""

    def step(self):
        super().step()
        if self.replicate == 1 and self.now.year == 2018:
            self.outcome.capacity = float("nan")
            self.step = lambda: None
