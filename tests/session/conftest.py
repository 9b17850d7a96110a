"""An editor on a hand-moved clock, with two linked factors."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Wheel
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def flywheel() -> Flywheel:
    made = Flywheel(wheels={"w1": Wheel(id="w1")})
    made = add_factor(made, label="Traffic", x=0, y=-240)
    made = add_factor(made, label="Sellers", x=0, y=240)
    return connect(made, "traffic", "sellers")


@pytest.fixture
def editor(flywheel, clock) -> Editor:
    return Editor(flywheel, call_later=clock.call_later)
