"""Every wheel of a document side by side: who turns it, how far it is, and whether it turns.

Growth here is that of each wheel alone, without the gears to the others: what it would do by
itself. Loops that run across gears belong to no wheel and are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.insight.analysis_report import Analysis
from flywheel_studio.insight.checks.examined import areas_of
from flywheel_studio.insight.within import within
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Goal
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import Growth, growth_of


class WheelRow(Struct, frozen=True, kw_only=True, eq=False):
    """One wheel. `depth`: how many wheels it serves in a row, 0 for one that serves none.

    `serves`: the title of its parent, "" where it has none. `reinforcing`, `balancing`: loops
    within the wheel alone. `gears_out`, `gears_in`: links to and from other wheels.
    `growth`: of the wheel alone, None where it has no factor. `weakest`: the scored factor that
    is done worst.
    """

    id: str
    title: str
    owner: str
    stage: str
    status: str
    purpose: str
    goal: Goal | None
    parent: str | None
    serves: str
    depth: int
    factors: int
    reinforcing: int
    balancing: int
    gears_out: int
    gears_in: int
    growth: Growth | None
    main_loop: Loop | None
    weakest: str | None


class Portfolio(Struct, frozen=True, eq=False):
    """The wheels, each after the one it serves; `shared`: loops that run through several wheels.

    `is_cut`: the list of loops was cut, so counts say "at least".
    """

    wheels: tuple[WheelRow, ...]
    shared: int
    is_cut: bool


def portfolio(flywheel: Flywheel, analysis: Analysis, stop: StopToken = NEVER) -> Portfolio:
    """The wheels of a document.

    Raises:
        Cancelled: `stop` was set.
    """
    homes = {
        factor.id: area.id
        for area in areas_of(flywheel, analysis.main_loops)
        for factor in area.factors
    }
    own: dict[str | None, list[Loop]] = {}
    shared = 0
    for loop in analysis.loops.loops:
        wheels = {homes[factor] for factor in loop.factors}
        if len(wheels) > 1:
            shared += 1
        else:
            own.setdefault(wheels.pop(), []).append(loop)
    rows = []
    for key, depth in _in_tree_order(flywheel):
        stop.raise_if_set()
        members = [factor for factor, home in homes.items() if home == key]
        rows.append(_row(flywheel, analysis, key, depth, members, own.get(key, []), stop))
    return Portfolio(tuple(rows), shared, analysis.loops.is_truncated)


def wheel_title(flywheel: Flywheel, wheel: str) -> str:
    """A wheel's title in one line; its id where it has none."""
    return " ".join(flywheel.wheels[wheel].title.split()) or tr("wheel {id}", id=wheel)


def _in_tree_order(flywheel: Flywheel) -> Iterator[tuple[str, int]]:
    served_by: dict[str | None, list[str]] = {}
    for wheel in flywheel.wheels.values():
        served_by.setdefault(wheel.parent, []).append(wheel.id)
    pending = [(key, 0) for key in reversed(served_by.get(None, []))]
    while pending:
        key, depth = pending.pop()
        yield key, depth
        pending += [(child, depth + 1) for child in reversed(served_by.get(key, []))]


def _row(
    flywheel: Flywheel,
    analysis: Analysis,
    key: str,
    depth: int,
    members: list[str],
    loops: list[Loop],
    stop: StopToken,
) -> WheelRow:
    wheel = flywheel.wheels[key]
    inside = set(members)
    links = [link for link in flywheel.links.values() if link.active]
    scored = [
        (factor.score, place, factor.id)
        for place, factor in enumerate(flywheel.factors.values())
        if factor.id in inside and factor.score is not None
    ]
    return WheelRow(
        id=key,
        title=wheel_title(flywheel, key),
        owner=" ".join(wheel.owner.split()),
        stage=wheel.stage,
        status=wheel.status,
        purpose=" ".join(wheel.purpose.split()),
        goal=wheel.goal,
        parent=wheel.parent,
        serves=wheel_title(flywheel, wheel.parent) if wheel.parent else "",
        depth=depth,
        factors=len(members),
        reinforcing=sum(loop.is_reinforcing for loop in loops),
        balancing=sum(not loop.is_reinforcing for loop in loops),
        gears_out=sum(link.source in inside and link.target not in inside for link in links),
        gears_in=sum(link.target in inside and link.source not in inside for link in links),
        growth=growth_of(dynamics_of(within(flywheel, inside)), stop) if members else None,
        main_loop=analysis.main_loops.get(key),
        weakest=min(scored)[2] if scored else None,
    )
