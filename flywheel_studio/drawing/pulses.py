"""Beads that travel along the links while the wheel turns, and which way its badges go round.

The window and the exported animation show the same: how far a bead has come, how large it is and
in which colours is said here once. How fast is the caller's to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.polylines import along
from flywheel_studio.drawing.primitives import Cubic, Line, Move, RecordFigure, Shape
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import drawn_by, folded_wheels

# At speed 1, paper units a second. A ring link of Amazon is crossed in about three.
REACH: Final = 110.0
# From bead to bead, paper units.
SPACING: Final = 84.0
# Faster than this beads would seem to run backwards.
FASTEST: Final = 3.0
# Slower than this nothing is shown.
STILL: Final = 1e-3
# A badge turns this fast, degrees a second.
BADGE_SPEED: Final = 60.0
RIM: Final = 2.0
# Paler than the link and a little wider, so that a bead never looks like a dash.
_WIDER: Final = 2.2


def come_on(come: float, speed: float, seconds: float) -> float:
    """How far the first bead of a link has come after some seconds more, below `SPACING`."""
    return (come + min(abs(speed), FASTEST) * REACH * seconds) % SPACING


def seen_speeds(flywheel: Flywheel, speeds: Mapping[str, float]) -> Mapping[str, float]:
    """The speeds of the links that are drawn: of those drawn as one, the fastest."""
    if not folded_wheels(flywheel):
        return speeds
    seen: dict[str, float] = {}
    for link, speed in speeds.items():
        shown = drawn_by(flywheel, link) if link in flywheel.links else link
        if abs(speed) >= abs(seen.get(shown, 0.0)):
            seen[shown] = speed
    return seen


class Track(Struct, frozen=True, eq=False):
    """The course of a link's body, for beads to travel on.

    `fars`: how far along each of the corners stands, paper units.
    """

    body: Shape
    fars: list[float]
    corners: list[Point]

    def beads(self, come: float) -> Iterator[Point]:
        """Where the beads stand once the first has come so far, paper units below `SPACING`."""
        far = come
        while far < self.fars[-1]:
            yield self._at(far)
            far += SPACING

    def radius(self, strength: float) -> float:
        """How large a bead is, its rim's middle, at a speed from 0 to `FASTEST`."""
        return max(self.body.width / 2, 1.5) * (0.8 + 0.2 * min(strength, 1.0)) + _WIDER

    def _at(self, far: float) -> Point:
        index = min(max(bisect_left(self.fars, far), 1), len(self.fars) - 1)
        before, after = self.fars[index - 1], self.fars[index]
        share = (far - before) / (after - before) if after > before else 0.0
        return self.corners[index - 1].towards(self.corners[index], share)


def track_of(figure: RecordFigure) -> Track | None:
    """The track of a link; None of one that is not drawn."""
    first = figure.primitives[0] if figure.primitives else None
    if not isinstance(first, Shape) or first.part != "body" or first.stroke is None:
        return None
    course = along(first.path)
    return Track(first, [far for far, _ in course], [corner for _, corner in course])


def core_color(theme: Theme, is_shrinking: bool) -> str:
    """The colour of a bead inside its rim: that of a minus where what it carries shrinks."""
    return theme.negative if is_shrinking else theme.paper


def badge_direction(badge: RecordFigure) -> float:
    """Which way a badge's arrow runs: 1 clockwise on the paper, -1 the other way."""
    ring = badge.primitives[0] if badge.primitives else None
    if not isinstance(ring, Shape) or badge.handle is None or len(ring.path) < 2:
        return 1.0
    first, second = ring.path[0], ring.path[1]
    if not isinstance(first, Move) or not isinstance(second, Cubic | Line):
        return 1.0
    arm, way = first.to.minus(badge.handle), second.to.minus(first.to)
    return 1.0 if arm.x * way.y - arm.y * way.x >= 0.0 else -1.0
