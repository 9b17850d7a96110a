from __future__ import annotations

import pytest

from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Wheel
from flywheel_studio.model.stop import Cancelled, StopToken


def two_wheels() -> Flywheel:
    """Two rings of two, the second one turning faster, and no link between them."""
    names = {"a": "v", "b": "v", "c": "w", "d": "w"}
    return Flywheel(
        wheels={wheel: Wheel(id=wheel) for wheel in ("v", "w")},
        factors={name: Factor(id=name, wheel=wheel) for name, wheel in names.items()},
        links={
            pair: Link(id=pair, source=pair[0], target=pair[1], weight=weight)
            for pair, weight in {"ab": 0.5, "ba": 0.5, "cd": 0.75, "dc": 0.75}.items()
        },
    )


def test_loops_growth_and_main_loops_come_together() -> None:
    analysis = analyse(two_wheels())
    assert [loop.id for loop in analysis.loops.loops] == ["R1", "R2"]
    assert analysis.growth.rate == pytest.approx(0.25, abs=1e-9)
    assert {wheel: loop.id for wheel, loop in analysis.main_loops.items()} == {"v": "R1", "w": "R2"}
    assert analysis.main_loop == analysis.loops.loops[0]


def test_what_reading_repaired_comes_first() -> None:
    repaired = Finding(code="missing-end", severity="warning", message="A link was left out.")
    assert analyse(two_wheels(), reading_findings=[repaired]).findings[0] == repaired


def test_an_empty_drawing_can_be_analysed() -> None:
    analysis = analyse(Flywheel())
    assert analysis.loops.loops == ()
    assert analysis.main_loop is None


def test_a_document_without_wheels_has_a_main_loop() -> None:
    flywheel = Flywheel(
        factors={name: Factor(id=name) for name in "ab"},
        links={pair: Link(id=pair, source=pair[0], target=pair[1]) for pair in ("ab", "ba")},
    )
    assert analyse(flywheel).main_loop is not None


def test_nobody_waits_for_an_analysis_that_was_called_off() -> None:
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        analyse(two_wheels(), stop=stop)
