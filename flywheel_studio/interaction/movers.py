"""What moves when what is selected is moved: factors and texts by themselves, wheels as a whole.

A wheel whose factors all move goes with them: else its ring, its title and its bands stay behind,
and the ring of what was moved is none any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.texts import move_texts
from flywheel_studio.commands.wheels import move_wheel
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.session.selection import Selection


class Movers(NamedTuple):
    """Ids. `factors` and `texts`: without those that move with their wheel."""

    factors: tuple[str, ...]
    texts: tuple[str, ...]
    wheels: tuple[str, ...]

    def all_factors(self, flywheel: Flywheel) -> frozenset[str]:
        """Every factor that moves."""
        within = (f.id for wheel in self.wheels for f in flywheel.factors_of.get(wheel, ()))
        return frozenset(self.factors).union(within)


def movers(flywheel: Flywheel, selection: Selection) -> Movers:
    """What moves with the selection."""
    factors = selection.factors
    wheels = {*selection.ids("wheels"), *_whole_wheels(flywheel, factors)}
    return Movers(
        tuple(key for key in sorted(factors) if flywheel.factors[key].wheel not in wheels),
        tuple(
            key for key in sorted(selection.ids("texts")) if flywheel.texts[key].wheel not in wheels
        ),
        tuple(sorted(wheels)),
    )


def moved_by(flywheel: Flywheel, what: Movers, where: Mapping[str, Point], by: Point) -> Flywheel:
    """The flywheel with all of that displaced.

    Args:
        where: the places of the factors in it.
    """
    factors = {key: where[key].plus(by) for key in what.factors}
    notes = (flywheel.texts[key] for key in what.texts)
    texts = {note.id: Point(note.x, note.y).plus(by) for note in notes}
    flywheel = move_texts(move_factors(flywheel, factors), texts)
    for wheel in what.wheels:
        flywheel = move_wheel(flywheel, wheel, by)
    return flywheel


def _whole_wheels(flywheel: Flywheel, factors: Collection[str]) -> Iterator[str]:
    """The wheels of which all factors are among these. One factor alone moves in its wheel."""
    if len(factors) < 2:
        return
    for wheel in {flywheel.factors[key].wheel for key in factors}:
        members = flywheel.factors_of.get(wheel, ()) if wheel in flywheel.wheels else ()
        if len(members) > 1 and all(member.id in factors for member in members):
            yield str(wheel)
