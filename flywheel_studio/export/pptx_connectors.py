"""Which connector between which connection sites comes nearest to a link as it is drawn.

PowerPoint's connectors leave and arrive at right angles to the sites that they hold on to. All
pairs of sites and the connectors between them are tried; the one that stays closest to the link
wins, unless it runs across a factor or a connector of the same two factors lies there already.

Source: connection sites and connector paths after presetShapeDefinitions.xml of ECMA-376, part 1.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.polylines import along
from flywheel_studio.drawing.primitives import Cubic, Line, Move, Path
from flywheel_studio.export.pptx_shapes import Bend
from flywheel_studio.geometry.plane import Box, Point

_SAMPLES: Final = 16
# Weights in paper units: as bad as running that far beside the link.
_OFFENCE: Final = 25.0
_SITES_TAKEN: Final = 150.0
_SITE_SHARED: Final = 30.0
_SLANTED: Final = 60.0
_TURNED_OFF: Final = 200.0
# A connector's ends lie on the edge of its own factors; this far inside is across them.
_EDGE: Final = 3.0
# How far a connector reaches out where it has to go round, paper units; the best is taken.
_REACHES: Final = (18.0, 30.0, 45.0, 70.0, 105.0, 160.0)
# No connector runs farther out of the box of its two factors than this.
FARTHEST_OUT: Final = _REACHES[-1]
# A shorter leg has no room for the head, and programs lead the connector round by ways of their own.
_SHORTEST_LEG: Final = 26.0
# A box without width has no share to give: PowerPoint itself makes it a point wide.
_THINNEST: Final = 4.0 / 3.0

_STRAIGHT: Final = "straightConnector1"
_UP, _LEFT, _DOWN, _RIGHT = Point(0, -1), Point(-1, 0), Point(0, 1), Point(1, 0)
_ROTATIONS: Final = {_RIGHT: 0, _DOWN: 90, _LEFT: 180, _UP: 270}


class Site(NamedTuple):
    """Where a connector can hold on: its number, its place, and which way it leaves."""

    number: int
    at: Point
    out: Point

    @property
    def angle(self) -> int:
        """The way it leaves, degrees clockwise from the right."""
        return _ROTATIONS[self.out]


class Connection(NamedTuple):
    """A connector chosen for a link: what it holds on to, how it is laid, and its course."""

    begin: int
    end: int
    bend: Bend
    course: Path


def is_disc(shape: FactorShape) -> bool:
    """Whether a factor is drawn as an ellipse, which has eight sites instead of four."""
    measure = shape.measure
    return measure.width == measure.height and measure.corner >= measure.width / 2


def sites_of(shape: FactorShape, *, is_freeform: bool = False) -> tuple[Site, ...]:
    """The connection sites of a factor's preset shape, or of its freeform, by their numbers."""
    box = frame_box(shape)
    x, y = box.center
    around: tuple[tuple[Point, Point], ...] = (
        (Point(x, box.top), _UP),
        (Point(box.left, y), _LEFT),
        (Point(x, box.bottom), _DOWN),
        (Point(box.right, y), _RIGHT),
    )
    if is_disc(shape) and not is_freeform:
        dx, dy = box.width / 2 * math.sqrt(0.5), box.height / 2 * math.sqrt(0.5)
        between = (
            (Point(x - dx, y - dy), _LEFT),
            (Point(x - dx, y + dy), _DOWN),
            (Point(x + dx, y + dy), _RIGHT),
            (Point(x + dx, y - dy), _UP),
        )
        around = tuple(site for pair in zip(around, between, strict=True) for site in pair)
    return tuple(Site(number, at, out) for number, (at, out) in enumerate(around))


def frame_box(shape: FactorShape) -> Box:
    """The box of a factor's shape: the middle of its border, on which PowerPoint draws it."""
    return shape.box.grown(-shape.measure.border / 2)


def nearest_site(sites: Sequence[Site], point: Point) -> int:
    """The number of the site nearest to where a link leaves or arrives."""
    return min(sites, key=lambda site: site.at.distance(point)).number


def connection(
    source: FactorShape,
    target: FactorShape,
    link: Path,
    others: Sequence[Box] = (),
    paper: Box | None = None,
    slide: Box | None = None,
    is_freeform: bool = False,
    taken: Collection[frozenset[tuple[str, int]]] = (),
    used: Collection[tuple[str, int]] = (),
    names: tuple[str, str] = ("", ""),
) -> Connection:
    """The connector nearest to a link's course.

    Args:
        link: the course of the link as it is drawn, from tail to tip.
        others: boxes that it had better not cross.
        paper: what it had better not leave.
        slide: what its box had better not leave, before it is turned.
        is_freeform: the factors are no preset shapes.
        taken: pairs of (factor, site) between which another connector runs. `used`: sites that
            one holds on to.
        names: the ids of source and target, as in `taken`.
    """
    wanted = samples(link)
    is_self = source.box == target.box
    blocked = [*others, source.box.grown(-_EDGE), target.box.grown(-_EDGE)]
    pairs = [
        # A course cannot be nearer on average than its two ends are.
        ((begin.at.distance(wanted[0]) + end.at.distance(wanted[-1])) / len(wanted), begin, end)
        for begin in sites_of(source, is_freeform=is_freeform)
        for end in sites_of(target, is_freeform=is_freeform)
        if not (is_self and begin.number == end.number)
    ]
    best: Connection | None = None
    least = math.inf
    for apart, begin, end in sorted(pairs, key=lambda pair: pair[0]):
        if apart >= least:
            break
        sites = (names[0], begin.number), (names[1], end.number)
        extra = _SITES_TAKEN if frozenset(sites) in taken else 0.0
        extra += _SITE_SHARED * sum(site in used for site in sites)
        if extra + apart >= least:
            continue
        for bend, course in _candidates(begin, end, is_self):
            found = samples(course)
            cost = extra + _away(found, wanted)
            if bend.preset == _STRAIGHT:
                cost += _SLANTED * _slant(begin, end)
            elif slide is not None and not slide.contains(bend.box):
                cost += _TURNED_OFF
            if cost < least:
                cost += _OFFENCE * sum(_is_bad(point, blocked, paper) for point in found)
            if cost < least:
                least, best = cost, Connection(begin.number, end.number, bend, course)
    if best is None:
        raise ValueError("no course has a length that can be compared")
    return best


def straight(start: Point, end: Point) -> Bend:
    """A straight connector between two points."""
    return Bend(
        _STRAIGHT,
        Box.spanning((start, end)),
        flip_h=end.x < start.x,
        flip_v=end.y < start.y,
    )


def samples(path: Path, count: int = _SAMPLES) -> list[Point]:
    """`count` + 1 points along an open path, evenly by length."""
    course = along(path, 8)
    fars, corners = [far for far, _ in course], [corner for _, corner in course]
    found, index = [], 0
    for step in range(count + 1):
        far = fars[-1] * step / count
        while index < len(fars) - 2 and fars[index + 1] < far:
            index += 1
        length = fars[index + 1] - fars[index] if len(fars) > 1 else 0.0
        share = (far - fars[index]) / length if length else 0.0
        found.append(corners[index].towards(corners[min(index + 1, len(corners) - 1)], share))
    return found


def _candidates(begin: Site, end: Site, is_self: bool) -> Iterator[tuple[Bend, Path]]:
    """The connectors that can join two sites, with their courses.

    In a frame that looks the way the connector leaves: x ahead, y to its right.
    """
    if not is_self:
        yield straight(begin.at, end.at), (Move(begin.at), Line(end.at))
    turn = _ROTATIONS[begin.out]
    ahead = _turned(end.at.minus(begin.at), -turn)
    arrives = _turned(end.out.times(-1.0), -turn)

    def laid(preset: str, *via: float) -> tuple[Bend, Path]:
        return _laid(preset, begin.at, end.at, turn, ahead, via)

    if abs(arrives.y) > 0.5:
        side = math.copysign(1.0, arrives.y)
        is_before, is_beside = ahead.x > _SHORTEST_LEG, ahead.y * side > _SHORTEST_LEG
        if is_before and is_beside:
            yield laid("curvedConnector2")
            return
        for reach in _REACHES:
            back = ahead.y / 2 if is_beside else (min(0.0, ahead.y * side) - reach) * side
            yield laid("curvedConnector4", ahead.x / 2 if is_before else reach, back)
    elif arrives.x < -0.5:
        for reach in _REACHES:
            yield laid("curvedConnector3", max(ahead.x, 0.0) + reach)
    elif ahead.x > 2 * _SHORTEST_LEG:
        yield laid("curvedConnector3", ahead.x / 2)


def _laid(
    preset: str, start: Point, end: Point, turn: int, ahead: Point, via: tuple[float, ...]
) -> tuple[Bend, Path]:
    """A curved connector as PowerPoint describes it, and its course on the paper.

    Args:
        ahead: from start to end in the connector's own frame.
        via: where it runs across (x) and, for a four, along (y) in that frame, paper units.
    """
    width, height = max(abs(ahead.x), _THINNEST), max(abs(ahead.y), _THINNEST)
    flip_h, flip_v = ahead.x < 0, ahead.y < 0
    signs = Point(-1.0 if flip_h else 1.0, -1.0 if flip_v else 1.0)
    stations = [value * sign for value, sign in zip(via, signs, strict=False)]
    guides = tuple(
        (f"adj{number}", round(station / side * 100_000))
        for number, (station, side) in enumerate(
            zip(stations, (width, height), strict=False), start=1
        )
    )
    middle = start.towards(end, 0.5)
    bend = Bend(preset, Box.around(middle, width, height), turn, flip_h, flip_v, guides)

    def out(x: float, y: float) -> Point:
        own = Point((x - width / 2) * signs.x, (y - height / 2) * signs.y)
        return middle.plus(_turned(own, turn))

    corners = _corners(preset, width, height, stations)
    course: list[Move | Cubic] = [Move(out(0.0, 0.0))]
    course += [
        Cubic(out(*first), out(*second), out(*to))
        for first, second, to in zip(corners[::3], corners[1::3], corners[2::3], strict=True)
    ]
    return bend, tuple(course)


def _corners(
    preset: str, width: float, height: float, via: Sequence[float]
) -> list[tuple[float, float]]:
    """The Bezier points after the first of a curved connector in its box, three a piece."""
    if preset == "curvedConnector2":
        return [(width / 2, 0.0), (width, height / 2), (width, height)]
    x2 = via[0]
    x1, x3 = x2 / 2, (width + x2) / 2
    if preset == "curvedConnector3":
        return [
            (x1, 0.0), (x2, height / 4), (x2, height / 2),
            (x2, height * 3 / 4), (x3, height), (width, height),
        ]  # fmt: skip
    y4 = via[1]
    y1 = y4 / 2
    return [
        (x1, 0.0), (x2, y1 / 2), (x2, y1),
        (x2, (y1 + y4) / 2), ((x2 + x3) / 2, y4), (x3, y4),
        ((x3 + width) / 2, y4), (width, (height + y4) / 2), (width, height),
    ]  # fmt: skip


def _away(found: Sequence[Point], wanted: Sequence[Point]) -> float:
    """How far one course is from another on average, paper units."""
    return sum(a.distance(b) for a, b in zip(found, wanted, strict=True)) / len(wanted)


def _slant(begin: Site, end: Site) -> float:
    """How far a straight line is from leaving and arriving squarely: 0 up to 70 degrees off."""
    way = end.at.minus(begin.at).unit
    leaving = way.x * begin.out.x + way.y * begin.out.y
    arriving = -(way.x * end.out.x + way.y * end.out.y)
    return max(0.0, 0.35 - leaving) + max(0.0, 0.35 - arriving)


def _is_bad(point: Point, blocked: Sequence[Box], paper: Box | None) -> bool:
    """Whether a point lies on a factor or off the paper."""
    if paper is not None and not paper.holds(point):
        return True
    return any(box.holds(point) for box in blocked)


def _turned(point: Point, degrees: int) -> Point:
    """Turned clockwise on the paper, by quarters."""
    match degrees % 360:
        case 0:
            return point
        case 90:
            return Point(-point.y, point.x)
        case 180:
            return Point(-point.x, -point.y)
    return Point(point.y, -point.x)
