"""Changes that become a scenario."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.factors import add_factor, rename_factor, set_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.set_aside import set_aside
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.simulation.scenarios import scenario


@pytest.fixture
def before() -> Flywheel:
    flywheel = add_factor(add_factor(Flywheel(), label="A", x=0, y=0), label="B", x=9, y=0)
    first, second = flywheel.factors
    return connect(flywheel, first, second)


def test_changed_numbers_become_a_scenario_and_the_drawing_goes_back(before: Flywheel) -> None:
    (link,) = before.links
    first = next(iter(before.factors))
    tried = set_link(before, [link], weight=0.9, weight_high=1.2)
    tried = rename_factor(set_factor(tried, [first], score=4.0), first, "Renamed")
    after = set_aside(tried, before, "Bold")
    assert after.links == before.links
    assert after.factors[first].score is None
    assert after.factors[first].label == "Renamed"
    (made,) = after.scenarios.values()
    as_tried = scenario(after, made.id)
    assert (as_tried.links, as_tried.factors) == (tried.links, tried.factors)


def test_a_drawing_whose_numbers_are_as_saved_has_nothing_to_set_aside(before: Flywheel) -> None:
    moved = add_factor(before, label="C", x=0, y=9)
    with pytest.raises(CommandProblem, match="since saving"):
        set_aside(moved, before)
