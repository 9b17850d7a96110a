"""What a scenario changes, in words."""

from __future__ import annotations

from msgspec.structs import replace

from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.pushes import add_push
from flywheel_studio.insight.scenario_words import problem_words, said_changes, targets
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Scenario, ScenarioChange
from flywheel_studio.simulation.scenarios import BadValue, UnknownPath, changed


def drawn():
    drawn = Flywheel()
    for label in ("Offer", "Demand"):
        drawn = add_factor(drawn, label=label, x=0.0, y=0.0)
    drawn = connect(drawn, "offer", "demand")
    drawn = set_factor(drawn, ["demand"], activities=(Activity(id="ads", text="Ads\nonline"),))
    return add_push(drawn, "offer", 0.3, start=2, duration=4)


def said(**changes):
    scenario = Scenario(
        id="s",
        name="s",
        changes=tuple(
            ScenarioChange(path=path.replace("__", "."), value=value)
            for path, value in changes.items()
        ),
    )
    return said_changes(drawn().with_records("scenarios", [scenario]), "s")


def test_each_change_is_told_from_what_to_what():
    told = said(
        links__l1__weight=0.75,
        links__l1__active=False,
        links__l1__polarity="-",
        factors__offer__score=3,
        pushes__p1__duration=None,
        factors__demand__activities__ads__active=True,
        run__until=12.0,
    )
    assert [(one.what, one.was, one.now) for one in told] == [
        ("Strength of Offer → Demand", "0.5", "0.75"),
        ("Offer → Demand", "on", "off"),
        ("Sign of Offer → Demand", "lifts (+)", "lowers (−)"),
        ("Score of Offer", "none", "3"),
        ("Duration of Push on Offer", "4", "without end"),
        ("Ads online", "off", "on"),
        ("Length of the run", "36", "12"),
    ]
    assert not any(one.is_gone for one in told)


def test_what_is_gone_is_told_as_gone():
    told = said(
        links__l9__weight=0.75,
        factors__nobody__mass=2.0,
        pushes__p9__active=True,
        factors__demand__activities__tv__active=True,
        nonsense=3,
        links__l1__colour="red",
    )
    assert all(one.is_gone for one in told)
    assert [one.what for one in told] == [
        "Strength of a link that is gone (l9)",
        "Mass of a factor that is gone (nobody)",
        "a push that is gone (p9)",
        "an activity that is gone (tv)",
        "nonsense",
        "colour of Offer → Demand",
    ]


def test_every_target_has_paths_that_can_be_set():
    flywheel = drawn()
    for target in targets(flywheel):
        for field in target.fields:
            value = {"active": True, "polarity": "-"}.get(field, 1.0)
            assert changed(flywheel, {f"{target.record}.{field}": value})
    bound = flywheel.with_records("links", [replace(flywheel.links["l1"], weight_low=0.1)])
    assert "weight_low" in targets(bound)[0].fields


def test_why_it_cannot_be_run_is_said_without_paths():
    assert problem_words(drawn(), UnknownPath("links.l9.delay", ())) == (
        "it changes something that is not in the drawing: Delay of a link that is gone (l9)"
    )
    assert problem_words(drawn(), BadValue("links.l1.weight", "a number of 0 or more")) == (
        "Strength of Offer → Demand must be a number of 0 or more"
    )
