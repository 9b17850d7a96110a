"""What the panel says of one run in five places: none of them contradicts another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.pushes import add_push, add_shove
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.panels.momentum.chart.run_curves import markers_of
from tests.gui.panels.stands import MomentumStand

Shown = Callable[[Flywheel], MomentumStand]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    stands: list[MomentumStand] = []

    def show(flywheel: Flywheel) -> MomentumStand:
        stands.append(MomentumStand(flywheel))
        return stands[-1]

    yield show
    for stand in stands:
        stand.close()


def ring(weight: float, *, is_closed: bool = True) -> Flywheel:
    keys = "abcde"
    pairs = list(zip(keys, keys[1:] + keys[0], strict=True))
    return Flywheel(
        factors={key: Factor(id=key, label=key.upper()) for key in keys},
        links={
            f"l{n}": Link(id=f"l{n}", source=source, target=target, weight=weight)
            for n, (source, target) in enumerate(pairs if is_closed else pairs[:-1])
        },
    )


def told(stand: MomentumStand) -> tuple[str, str, list[str], str]:
    """Headline, breakthrough, what is marked on the chart, what stands under it."""
    results, trajectory = stand.results.results, stand.run.trajectory
    assert results is not None and trajectory is not None
    marks = markers_of(trajectory, stand.editor.flywheel, results.growth)
    parts = stand.panel.parts
    return (
        parts.headline.text(),
        parts.facts.texts[3],
        [mark.text for mark in marks],
        parts.notice.text(),
    )


def test_a_ring_that_coasts_keeps_the_pace_of_its_one_shove(shown: Shown) -> None:
    stand = shown(add_shove(ring(0.5), "a", start=4.1))
    assert told(stand) == (
        "Coasts",
        "none: it coasts",
        ["Keeps its pace"],
        "From month 4.1 on it keeps its pace, at a momentum of 1.",
    )
    assert "riction" not in stand.panel.drive.words
    # The same as a push of the run alone.
    given = shown(ring(0.5))
    given.run.shove("a", 1.0, 4.1)
    given.settle()
    assert told(given) == told(stand)


def test_a_chain_without_a_loop_only_runs_down(shown: Shown) -> None:
    stand = shown(add_shove(ring(0.5, is_closed=False), "a", start=4.1))
    headline, breakthrough, marks, said = told(stand)
    assert stand.panel.facts.texts[0] == "no loop"
    assert (headline, breakthrough) == ("Runs down", "none: it runs down")
    assert marks == ["At rest"] and "itself" not in said


def test_a_ring_that_is_pushed_up_breaks_through_once_and_doubles_after_it(shown: Shown) -> None:
    headline, breakthrough, marks, _ = told(shown(add_push(ring(0.6), "a", 0.2)))
    assert headline == "Keeps itself going"
    # P = 2·(e^{0.1t} − 1): its links bring 0.6·P, as much as the push at e^{0.1t} = 7/6.
    assert breakthrough == "month 1.5" and marks == ["Breakthrough", "Doubled"]
