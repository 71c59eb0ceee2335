"""The page for Mesa users: the model's agents, stepped and drawn by Mesa's own page."""

from __future__ import annotations

import inspect
import warnings

import pytest

pytest.importorskip("solara", reason="the extra `dashboard` is not installed")
pytest.importorskip("altair", reason="Mesa's page needs altair, which is not installed")
import solara

from ssc_sim.model import SSCModel


@pytest.fixture(scope="module")
def app():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Mesa's own, which Solara finds in its page
        from ssc_sim import app
    return app


def test_the_page_shows_a_model_that_is_built_without_arguments(app):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Mesa's own, of Solara's older names
        _, context = solara.render(app.page, handle_error=False)
    drawn = [str(one.widget.unsafe_innerHTML) for one in context.find(solara.widgets.HTML)]
    assert sum(html.count("border-radius:50%") for html in drawn) == len(SSCModel().recipients)
    context.close()


def test_what_can_be_set_are_arguments_of_the_model(app):
    assert set(app.model_params) <= set(inspect.signature(SSCModel.__init__).parameters)
    for name, given in app.model_params.items():
        value = given["value"] if isinstance(given, dict) else given.value
        assert value == inspect.signature(SSCModel.__init__).parameters[name].default or name == "evidence"


def test_every_scenario_on_offer_can_be_stepped(app):
    names = app.one_policy()
    assert "baseline-2016" in names
    assert "policy-mixes" not in names, "a sweep is no single world"
    model = SSCModel(scenario=names[-1])
    model.step()
    assert model.now.year == 2017


def test_recipients_are_coloured_by_their_dependency_and_change_with_the_years(app):
    model = SSCModel("debt-crisis")
    before = [app.agent_portrayal(one) for one in model.recipients]
    assert [one["color"] for one in before] == [one.dependency for one in model.recipients]
    for _ in range(6):
        model.step()
    assert [app.agent_portrayal(one) for one in model.recipients] != before
