"""The pictures of the certificate show what the tables say, large enough to be read."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from certificate_tables import changed_in, tables
from matplotlib.colors import same_color
from matplotlib.text import Text

from ssc_sim.fitting.certificate_figures import LARGER, OUTSIDE, fitted_picture, numbers_picture, ranks_picture


@pytest.fixture(autouse=True)
def style():
    with mpl.rc_context(LARGER):
        yield


def test_points_lie_where_the_table_says_and_one_outside_stands_out():
    table = changed_in("predicted", 3, reported=22.0, inside=False)["predicted"]
    axes = fitted_picture(table).axes
    points = [float(line.get_xdata()[0]) for axis in axes for line in axis.lines]
    assert points == list(table["reported"])
    outside = [same_color(line.get_color(), OUTSIDE) for axis in axes for line in axis.lines]
    assert outside == list(~table["inside"])
    assert [axis.get_title(loc="left") for axis in axes] == [
        "Participants", "Countries reached", "Programmes received", "Share of programmes",
    ]  # fmt: skip
    assert all(axis.get_xlabel() for axis in axes)


@pytest.mark.parametrize("what", ["fitted", "numbers", "ranks"])
def test_no_writing_in_a_picture_is_smaller_than_eight_points(what):
    shown = tables()
    figure = {
        "fitted": lambda: fitted_picture(shown["predicted"]),
        "numbers": lambda: numbers_picture(shown["numbers"]),
        "ranks": lambda: ranks_picture(shown["planted"], shown["numbers"]),
    }[what]()
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text()]
    assert min(sizes) >= 8


def test_ranks_that_are_uneven_stand_out():
    shown = tables()
    axes = [axis for axis in ranks_picture(shown["planted"], shown["numbers"]).axes if axis.patches]
    assert [axis.get_title(loc="left") for axis in axes if same_color(axis.patches[0].get_facecolor(), OUTSIDE)] == [
        "call asia pacific (uneven)"
    ]
    assert axes[2].patches[0].get_height() == 90 / 500


def test_numbers_lie_at_their_place_in_the_range():
    axis = numbers_picture(tables()["numbers"]).axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()][-1] == "border bonus"
    assert len(axis.lines) == 4  # the calibrated ones alone
    assert axis.lines[0].get_xdata()[0] == pytest.approx((24 - 10) / 25)
