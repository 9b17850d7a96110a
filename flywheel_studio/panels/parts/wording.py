"""What the panels say in two or three words where `insight` has whole sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import duration, each, number, percent
from flywheel_studio.insight.numbers import moment as moment
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.simulation.spectrum import Growth

_NO_PERCENT: Final = 5e-4
_LEAST_SHARE: Final = 5e-5
_MOST_SHARE: Final = 1e4


def units(unit: str) -> str:
    """The unit on an axis: "months"."""
    match unit:
        case "day":
            return tr("days")
        case "week":
            return tr("weeks")
        case "month":
            return tr("months")
        case "quarter":
            return tr("quarters")
        case "year":
            return tr("years")
    return unit or tr("time units")


def signed_percent(percents: float) -> str:
    """A percentage above (or below) today: "+45 %". What has all but faded is none."""
    if abs(percents) < _NO_PERCENT:
        percents = 0.0
    said = percent(percents / 100.0)
    return f"+{said}" if percents > 0 else said


def headline(growth: Growth) -> str:
    """What becomes of the wheel by itself."""
    match growth.way:
        case "grows":
            return tr("Keeps itself going")
        case "swings wider":
            return tr("Swings ever wider")
        case "stands":
            return tr("Coasts")
        case "swings on":
            return tr("Swings on and on")
        case "swings out":
            return tr("Swings and dies out")
    return tr("Runs down")


def subline(growth: Growth, unit: str, *, has_ceilings: bool = False) -> str:
    """How fast it grows or fades, in one line. The rate is that near rest: ceilings come later."""
    if growth.climbs:
        return tr("Pushed at its beginning, its last part grows and grows")
    often = each(unit)
    match growth.way:
        case "swings wider" if has_ceilings:
            return tr("Up and down in turn, each time further; ceilings are left out of this")
        case "swings wider":
            return tr("Up and down in turn, each time further")
        case "swings on":
            return tr("Up and down in turn, each time as far")
        case "swings out":
            return tr("Up and down in turn, until it is at rest")
        case "stands":
            return tr("Pushed once, it neither grows nor fades")
        case "grows":
            share = math.expm1(growth.rate) if growth.rate < 700.0 else math.inf
            if share > _MOST_SHARE:
                return tr("Grows beyond all measure")
            if share < _LEAST_SHARE:
                return tr("Grows ever so slightly")
            said = percent(share)
            if has_ceilings:
                return tr(
                    "Grows {share} {each_unit} until ceilings slow it", share=said, each_unit=often
                )
            return tr("Grows {share} {each_unit}", share=said, each_unit=often)
    share = -math.expm1(growth.rate)
    if share < _LEAST_SHARE:
        return tr("Fades ever so slowly when nobody pushes")
    return tr("Loses {share} {each_unit} when nobody pushes", share=percent(share), each_unit=often)


def loop_figures(loop: Loop, unit: str) -> str:
    """Gain and turn time of a loop in one short line."""
    if math.isinf(loop.gain) or math.isinf(loop.turn_time):
        return tr("No friction on it: no limit to its gain")
    return tr(
        "Gain {gain} · one turn takes {duration}",
        gain=number(loop.gain),
        duration=duration(loop.turn_time, unit),
    )
