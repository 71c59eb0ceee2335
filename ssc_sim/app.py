"""The model for Mesa users: `solara run ssc_sim/app.py` shows its agents, steps, plays and plots them.

The dashboard (`ssc-sim dashboard`) is for policies and whole ensembles; this page is for one replicate, year by year.
"""

from __future__ import annotations

from typing import Any

from ssc_sim.model import BASELINE, SSCModel  # first: it fences Mesa's import in

# isort: split
import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from ssc_sim.scenario import load_scenario, shipped_scenarios
from ssc_sim.tables import REGIONS, Recipient

#: Recipients are coloured by their dependency and sized by their capacity.
COLOUR, SIZE = "dependency", "capacity"


def agent_portrayal(recipient: Any) -> dict[str, Any]:
    """Return how one recipient is drawn: its colour from 0 to 1, the diameter of its circle in pixels, and a word."""
    capacity = sum(recipient.capacity) / len(recipient.capacity)
    code = recipient.identity.to_bytes(3, "big").decode("ascii")
    return {
        "color": recipient.dependency,
        "size": 10 + 24 * capacity,
        "title": f"{code}: dependency {recipient.dependency:.2f}, capacity {capacity:.2f}",
    }


def _circle(drawn: dict[str, Any]) -> str:
    wide, share = f"{drawn['size']:.0f}px", 100 * drawn["color"]
    style = (
        f"display:inline-block;width:{wide};height:{wide};margin:2px;border-radius:50%;vertical-align:middle;"
        f"background:color-mix(in srgb, #D55E00 {share:.0f}%, #cfe3f0)"
    )
    return f'<span title="{drawn["title"]}" style="{style}"></span>'


def recipients_as_html(model: SSCModel) -> str:
    """Return the recipients as circles, a block for each region."""
    blocks = []
    for place, region in enumerate(REGIONS):
        members = [agent_portrayal(one) for one in model.recipients if one.region == place]
        circles = "".join(_circle(one) for one in members)
        blocks.append(f'<div style="margin-bottom:8px"><b>{region.capitalize()}</b><div>{circles}</div></div>')
    return "".join(blocks)


@solara.component
def Recipients(model: SSCModel) -> None:
    """Draw the recipients in the year that the model has reached."""
    update_counter.get()
    colour, size = (Recipient.columns()[column].meaning for column in (COLOUR, SIZE))
    legend = f"Colour: {colour} (blue 0, orange 1). Size: {size}."
    solara.Markdown(f"**Recipients before {model.now.year:.0f}**")
    solara.HTML(unsafe_innerHTML=recipients_as_html(model))
    solara.Markdown(legend)


def one_policy() -> list[str]:
    """Return the shipped scenarios that are no sweep."""
    return [name for name in shipped_scenarios() if not load_scenario(name).sweep]


model_params = {
    "scenario": {"type": "Select", "value": BASELINE, "values": one_policy(), "label": "Scenario"},
    "evidence": {"type": "Select", "value": "documents", "values": ["documents", "literature"], "label": "Evidence"},
    "replicate": Slider("Replicate", 0, 0, 400, 1),
    "seed": Slider("Seed", 2016, 0, 10_000, 1),
}

page = SolaraViz(
    SSCModel(),
    components=[
        Recipients,
        make_plot_component("participants"),
        make_plot_component("trained_in_post"),
        make_plot_component({"capacity": "#0072B2", "dependency": "#D55E00", "self_reliance": "#009E73"}),
    ],
    model_params=model_params,
    name="SSC-Sim",
)
page  # noqa: B018  (Solara shows what stands here)
