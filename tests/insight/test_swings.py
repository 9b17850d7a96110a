"""What is said of a wheel that swings: never that it grows, doubles, breaks through or stands."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace

from flywheel_studio.insight.comparison import Course, difference
from flywheel_studio.insight.milestones import milestones_of, pace_words
from flywheel_studio.insight.numbers import moment, number
from flywheel_studio.insight.outlook import friction_words, hold_words, knock_sentences, knocked
from flywheel_studio.insight.run_shape import swings_at_end
from flywheel_studio.insight.sentences import ceiling_words, growth_words
from flywheel_studio.insight.swings import swing_words
from flywheel_studio.insight.words import growth_in_short
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.response import break_even_friction, break_even_push, rubbed
from flywheel_studio.simulation.settings import Dynamics, dynamics_of
from flywheel_studio.simulation.spectrum import Growth, growth_of
from flywheel_studio.simulation.trajectory import Trajectory
from tests.insight.drawings import drawing


def ring(weight: float, friction: float = 0.5) -> Flywheel:
    """Three factors, one brake: λ = w·e^(±iπ/3) - f, so w/2 - f and a period of 4π/(w·√3)."""
    fields = {key: {"friction": friction} for key in "abc"}
    return drawing("ab bc ca-", factors=fields, link={"weight": weight})


def growth(drawn: Flywheel) -> Growth:
    return growth_of(dynamics_of(drawn))


def shoved(drawn: Flywheel) -> Dynamics:
    return dynamics_of(drawn).with_shove("a", 1.0)


@pytest.mark.parametrize(
    ("weight", "said", "short"),
    [
        # The next is e^(±0.1·period) as wide.
        (
            1.2,
            (
                "It does not grow, it swings ever wider. One swing takes 6.05 months and is 1.83 times "
                "as wide as the one before."
            ),
            "swings ever wider, 6.05 months each",
        ),
        (
            1.0,
            (
                "It neither grows nor fades, it swings on and on. One swing takes 7.26 months and is as "
                "wide as the one before."
            ),
            "swings on and on, 7.26 months each",
        ),
        (
            0.8,
            (
                "It swings and dies out when nobody pushes. One swing takes 9.07 months and has 40 % of "
                "the width of the one before."
            ),
            "swings and dies out, 9.07 months each",
        ),
        # Half a swing later e^(-0.45·36.3) of it is left: nobody sees that.
        (
            0.1,
            "It runs down: it loses 36.2 % a month when nobody pushes.",
            "loses 36.2 % a month",
        ),
    ],
)
def test_a_swing_is_no_growth(weight, said, short):
    found = growth(ring(weight))
    assert growth_words(found, "month") == said
    assert growth_in_short(found, "month") == short


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (0.2e-3, "hardly wider than"),
        (-0.2e-3, "hardly narrower than"),
        (0.01, "1.11 times as wide as"),
        (2.0, "far wider than"),
    ],
)
def test_how_wide_the_next_swing_is_reads_as_a_person_would_say_it(rate, said):
    assert swing_words(Growth(rate, 10.0, None), "week").startswith("One swing takes 10 weeks and")
    assert said in swing_words(Growth(rate, 10.0, None), "week")


def test_ceilings_promise_nothing_of_a_wheel_that_swings():
    drawn = ring(1.2)
    limited = drawn.with_records("factors", [replace(drawn.factors["b"], capacity=2.0)])
    assert ceiling_words(drawn, growth(drawn)) == ""
    assert ceiling_words(limited, growth(limited)) == "Ceilings are left out of this."


@pytest.mark.parametrize(
    ("weight", "begins"),
    [
        (
            1.2,
            "One knock on “A”, and the wheel swings ever wider, down and up. One swing takes 6.05",
        ),
        (
            1.0,
            "One knock on “A”, and the wheel swings on and on, down and up. One swing takes 7.26",
        ),
        (0.8, "The wheel gets over a knock on “A” by itself, but it swings for a while. One swing"),
        (0.1, "The wheel gets over a knock on “A” by itself."),
    ],
)
def test_a_knock_on_a_wheel_that_swings_doubles_nothing(weight, begins):
    drawn = ring(weight)
    fallen = run(knocked(dynamics_of(drawn), "a"), until=30, every=0.1)
    first = knock_sentences(drawn, "a", growth(drawn), fallen)[0]
    assert first.startswith(begins)


@pytest.mark.parametrize(
    ("weight", "friction", "said"),
    [
        # The border lies where the friction is half the weight.
        (1.2, 0.5, "With 20 % more friction its swings would die out."),
        (1.2, 0.2, "With 3 times its friction its swings would die out."),
        (1.0, 0.5, "With a little more friction its swings would die out."),
        (0.8, 0.5, "With 20 % less friction it would swing ever wider."),
    ],
)
def test_more_friction_calms_swings_and_less_lets_them_grow(weight, friction, said):
    dynamics = dynamics_of(ring(weight, friction))
    scale = break_even_friction(dynamics)
    border = growth_of(rubbed(dynamics, scale))
    assert friction_words(scale, growth_of(dynamics), border) == said


def test_no_push_holds_a_wheel_that_swings_without_end():
    for weight in (1.2, 1.0):
        drawn = ring(weight)
        push = break_even_push(dynamics_of(drawn), 1.0)
        assert push is None
        assert hold_words(drawn, push) == "No push on a single factor holds this wheel."
    # (F − W)⁻¹ of the ring that swings out: v* of a push on c sums to (f² + fw + w²)/(f³ + w³)
    # at the most.
    push = break_even_push(dynamics_of(ring(0.8)), 1.0)
    matrix = 0.5 * np.eye(3)
    matrix[1, 0] = matrix[2, 1] = -0.8
    matrix[0, 2] = 0.8
    assert push.strength == pytest.approx(1 / np.linalg.inv(matrix).sum(axis=0).max())


def turned(dynamics: Dynamics, until: float, every: float = 0.05) -> Trajectory:
    return run(dynamics, until=until, every=every)


@pytest.mark.parametrize("weight", [1.2, 1.0, 0.9])
def test_a_run_that_swings_is_not_told_to_double_wherever_it_ends(weight):
    drawn, dynamics = ring(weight), shoved(ring(weight))
    period = 4 * math.pi / (weight * math.sqrt(3))
    ends = np.linspace(0.1, 6.0, 31) * period
    rising = 0
    for until in ends:
        trajectory = turned(dynamics, float(until), period / 100)
        rising += trajectory.doubling_time is not None
        told = milestones_of(drawn, trajectory, growth(drawn))
        assert not {one.kind for one in told} & {"doubling", "doubled", "breakthrough", "lost"}
        assert pace_words(trajectory, "month", growth(drawn)) == ""
    # It was tempting: it often ends on its way up.
    assert rising > 5


def test_a_swing_is_seen_in_the_run_itself():
    drawn = ring(1.2)
    trajectory = turned(shoved(drawn), 24.0)
    assert swings_at_end(trajectory)
    assert pace_words(trajectory, "month") == ""
    said = [one.sentence for one in milestones_of(drawn, trajectory) if one.kind == "swings"]
    # A sum of e^(0.1t)·cos(1.039t + …) and a part that has long died out.
    low, high = trajectory.momentum.min(), trajectory.momentum.max()
    assert said == [
        (
            f"Its momentum swings: {number(float(high))} in "
            f"{moment(float(trajectory.time[trajectory.momentum.argmax()]), 'month')}, "
            f"{number(float(low))} in "
            f"{moment(float(trajectory.time[trajectory.momentum.argmin()]), 'month')}."
        )
    ]


def test_a_run_that_slowed_once_and_rises_since_does_not_swing():
    # Pushed, let go, and grown ever since: it turned twice and is told to double.
    pushed = drawing("aa", factors={"a": {"friction": 0.3}}, link={"weight": 0.5, "delay": 3.0})
    dynamics = dynamics_of(pushed).with_shove("a", 1.0)
    trajectory = turned(dynamics, 40.0)
    assert growth(pushed).way == "grows"
    turns = np.flatnonzero(np.diff(np.sign(np.diff(trajectory.momentum))))
    assert len(turns) >= 1 and not swings_at_end(trajectory)
    assert pace_words(trajectory, "month", growth(pushed)).startswith("At the end its momentum")


def test_a_wheel_that_only_fell_or_only_rose_does_not_swing():
    for weight in (0.3, 0.7):
        drawn = drawing("ab ba", link={"weight": weight})
        assert not swings_at_end(turned(shoved(drawn), 20.0))


def test_a_ceiling_does_not_stop_a_swing_on_its_way_down():
    # What a ceiling is said not to be good for: λ > 0, above it all stays below, below it nothing.
    friction = {"friction": 0.3}
    drawn = drawing("ab ba ba-", factors={"a": {**friction, "capacity": 4.0}, "b": friction})
    late = replace(drawn.links["bax"], weight=0.28, delay=9.0)
    drawn = drawn.with_records("links", [replace(drawn.links["ba"], weight=0.4), late])
    drawn = drawn.with_records("links", [replace(drawn.links["ab"], weight=0.5)])
    trajectory = turned(shoved(drawn), 300.0)
    speed = trajectory.speed[:, trajectory.factors.index("a")]
    assert growth(drawn).way == "swings wider" and swings_at_end(trajectory)
    assert speed.max() <= 4.0 and speed.min() < -40.0


def told_of(base: Flywheel, **changes: float) -> str:
    """What is told of a scenario that sets the weight and the friction of all."""
    other = ring(changes.get("weight", 1.2), changes.get("friction", 0.5))

    def course(drawn: Flywheel) -> Course:
        return Course(drawn, turned(shoved(drawn), 30.0), growth(drawn))

    return difference("Plan", course(base), course(other))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (0.8, {"weight": 1.2}, "With “Plan” the wheel swings ever wider. One swing takes 6.05"),
        (0.8, {"weight": 1.0}, "With “Plan” the wheel swings on and on. One swing takes 7.26"),
        (1.2, {"weight": 0.8}, "With “Plan” the swings of the wheel die out. One swing takes 9.07"),
        (1.2, {"weight": 0.1}, "With “Plan” the wheel no longer swings: it runs down when nobody"),
        (1.2, {"weight": 1.5}, "With “Plan” one swing takes 4.84 months instead of 6.05 months."),
        (1.2, {"friction": 0.55}, "With “Plan” the momentum at the end is "),
    ],
)
def test_a_scenario_that_swings_is_compared_as_one(was, now, said):
    assert told_of(ring(was), **now).startswith(said)


def test_growth_instead_of_swings_is_told_as_that():
    swinging = drawing("aa-", link={"weight": 1.0, "delay": 3.0})
    growing = drawing("aa", link={"weight": 1.0, "delay": 3.0})

    def course(drawn: Flywheel) -> Course:
        return Course(drawn, turned(shoved(drawn), 30.0), growth(drawn))

    assert difference("Plan", course(swinging), course(growing)) == (
        "With “Plan” the wheel keeps itself going and does not swing."
    )
