"""A judge of pictures: what touches what, measured on the display list alone.

It shares no code with the composer: curves are sampled here, words are measured by Pillow with the
bundled fonts, contrast is worked out here from the colours of the primitives. What it says are
sentences; a picture without a fault gives an empty list.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

from flywheel_studio.drawing.primitives import Figure, Shape, TextLine
from flywheel_studio.model.flywheel import Flywheel
from tests.drawing.rulers import (
    apart,
    contrast,
    holds,
    measured,
    off,
    over,
    rectangle,
    sampled,
)
from tests.drawing.rulers import (
    corners as head_corners,
)

GAP = 6.0
# The least air between things of two kinds, paper units; pairs that are not here may touch.
LINES = ("body", "head", "bars")
AIR = {
    frozenset(pair): air
    for kinds, air in (
        (("factor", "factor"), 8.0),
        (("factor", "sign"), 2.0),
        (("factor", "badge"), 4.0),
        (("factor", "text"), 2.0),
        (("factor", "band"), 2.0),
        (("factor", "tag"), 2.0),
        (("sign", "sign"), 1.0),
        (("sign", "badge"), 1.0),
        (("sign", "text"), 1.0),
        (("sign", "tag"), 1.0),
        (("sign", "band"), 1.0),
        (("badge", "badge"), 1.0),
        (("badge", "text"), 1.0),
        (("badge", "tag"), 1.0),
        (("badge", "band"), 1.0),
        (("text", "text"), 2.0),
        (("text", "tag"), 1.0),
        (("text", "band"), 1.0),
        (("tag", "tag"), 1.0),
        (("tag", "band"), 1.0),
        *(((line, other), 1.0) for line in LINES for other in ("sign", "tag", "text", "band")),
        *(((line, "badge"), 2.0) for line in LINES),
        *(((line, "factor"), 4.0) for line in LINES),
        (("head", "head"), 1.0),
        (("head", "body"), 1.0),
        (("head", "bars"), 1.0),
        (("bars", "body"), 1.0),
        (("bars", "bars"), 1.0),
        (("body", "body"), 1.0),
    )
    for pair in [kinds]
}


class Thing(NamedTuple):
    """Something solid: points along its rim or middle line, how far it reaches from them."""

    kind: str
    owner: str
    id: str
    points: np.ndarray
    half: float
    is_filled: bool
    what: str

    @property
    def name(self) -> str:
        return f"{self.what} of {self.owner} {self.id}"

    @property
    def box(self) -> tuple[np.ndarray, np.ndarray]:
        return self.points.min(axis=0) - self.half, self.points.max(axis=0) + self.half


class Judged:
    """A figure and what of it is solid."""

    def __init__(self, flywheel: Flywheel, figure: Figure, wobble: float = 0.0) -> None:
        self.flywheel = flywheel
        self.figure = figure
        self.wobble = wobble

    @cached_property
    def things(self) -> list[Thing]:
        return [thing for record in self.figure.records for thing in _things(record)]

    def faults(self) -> list[str]:
        """Everything that a careful eye would mark."""
        return [
            *self.overlaps(),
            *self.words_that_do_not_fit(),
            *self.crooked_ends(),
            *self.hard_to_see(),
        ]

    def overlaps(self, unless: frozenset[frozenset[str]] = frozenset()) -> list[str]:
        """What stands on or too close to something else; pairs of kinds in `unless` may."""
        found = []
        for first, second in combinations(self.things, 2):
            kinds = frozenset((first.kind, second.kind))
            air = AIR.get(kinds)
            if air is None or kinds in unless or self._belong_together(first, second):
                continue
            low_a, high_a = first.box
            low_b, high_b = second.box
            if (low_a > high_b + air).any() or (low_b > high_a + air).any():
                continue
            room = distance(first, second)
            # A hand leaves its way on both sides.
            if room < air - min(2 * self.wobble, air - 0.01):
                found.append(f"{first.name} is {room:.1f} from {second.name}, not {air:g}")
        return found

    def _belong_together(self, first: Thing, second: Thing) -> bool:
        if (first.owner, first.id) == (second.owner, second.id):
            kinds = {first.kind, second.kind}
            # Its own words, sign, bars and tag may hang on a thing; they may not hide one another.
            return not (
                kinds in ({"sign", "body"}, {"sign", "head"}, {"sign", "bars"}, {"bars", "head"})
                or kinds in ({"text", "body"}, {"text", "bars"}, {"text", "sign"}, {"text", "head"})
                or kinds in ({"tag"}, {"text", "tag"})
            )
        links = [thing for thing in (first, second) if thing.owner == "links"]
        others = [thing for thing in (first, second) if thing.owner != "links"]
        if len(links) == 1 and others[0].kind == "factor" and links[0].kind in LINES:
            link = self.flywheel.links[links[0].id]
            # How far from its own ends a link stays is measured on its own.
            return others[0].id in (link.source, link.target)
        return False

    def words_that_do_not_fit(self) -> list[str]:
        """Words that leave their pill, or that are wider than the composer thinks."""
        found = []
        for record in self.figure.records:
            rims = [
                sampled(p.path)
                for p in record.primitives
                if isinstance(p, Shape) and p.fill is not None and p.part in ("frame", "mark")
            ]
            for line in record.primitives:
                if not isinstance(line, TextLine):
                    continue
                wide, ink = measured(line)
                if abs(wide - line.advance) > 0.06 * wide + 1.0:
                    found.append(f"{line.text!r} is {wide:.0f} wide, drawn as {line.advance:.0f}")
                if record.owner != "factors":
                    continue
                corners = rectangle(*ink)
                homes = [rim for rim in rims if holds(rim, corners.mean(axis=0))]
                if not homes or not all(holds(homes[-1], corner) for corner in corners):
                    found.append(f"{line.text!r} leaves the shape of {record.id}")
                elif apart(homes[-1], corners) < 2.0 - self.wobble:
                    found.append(f"{line.text!r} touches the rim of {record.id}")
        return found

    def crooked_ends(self) -> list[str]:
        """Heads that do not end the gap from their factor, or do not lie on their link."""
        rims = {t.id: t for t in self.things if t.kind == "factor"}
        found = []
        for record in self.figure.records:
            head = next((p for p in record.primitives if p.part == "head"), None)
            if record.owner != "links" or not isinstance(head, Shape):
                continue
            link = self.flywheel.links[record.id]
            body = next(p for p in record.primitives if p.part == "body")
            assert isinstance(body, Shape)
            way, corners = sampled(body.path), head_corners(head.path)
            slack = 0.15 + 2.4 * self.wobble
            ends = (
                ("tip", corners[0], 0.0, link.target),
                ("start", way[0], body.width / 2, link.source),
            )
            for what, at, half, factor in ends:
                rim = rims[factor]
                gap = float(np.hypot(*(rim.points - at).T).min()) - rim.half - half
                if abs(gap - GAP) > slack:
                    found.append(f"the {what} of {record.id} ends {gap:.1f} from {factor}")
            tip, base = corners[0], (corners[1] + corners[-1]) / 2
            axis = (tip - base) / np.hypot(*(tip - base))
            whole = sampled(record.outline)
            # Where the middle of the head's base meets the curve, and the curve's way there.
            aside = off(whole, base)
            if aside > 0.6 + 1.2 * self.wobble:
                found.append(f"the head of {record.id} stands {aside:.1f} beside its curve")
            length = float(np.hypot(*(tip - base)))
            last = whole[np.hypot(*(whole - whole[-1]).T) <= length]
            run = last[-1] - last[0]
            if len(last) > 2:
                turned = math.degrees(
                    math.acos(min(1.0, float(axis @ run) / float(np.hypot(*run))))
                )
                if turned > 4.0 + 6.0 * self.wobble:
                    found.append(f"the head of {record.id} is turned by {turned:.0f} degrees")
        return found

    def hard_to_see(self) -> list[str]:
        """Words under 4.5:1 and parts under 3:1 against what lies under them."""
        found = []
        for record in self.figure.records:
            ground = self.figure.paper
            for primitive in record.primitives:
                if isinstance(primitive, TextLine):
                    need, color, under = 4.5, primitive.color, ground
                else:
                    need, color, under = 3.0, primitive.stroke or primitive.fill, self.figure.paper
                    if primitive.fill and primitive.stroke and primitive.part in ("frame", "mark"):
                        ground = primitive.fill
                if color is None or color == self.figure.paper:
                    continue
                ratio = contrast(over(color, under, primitive.opacity), under)
                if ratio < need - 1e-9:
                    found.append(f"{primitive.part} of {record.id}: contrast {ratio:.2f}")
        return found


def distance(first: Thing, second: Thing) -> float:
    """The room between two things; -1 where one holds the other's points."""
    if (first.is_filled and holds(first.points, second.points[0])) or (
        second.is_filled and holds(second.points, first.points[0])
    ):
        return -1.0
    return apart(first.points, second.points) - first.half - second.half


def _things(record) -> Iterator[Thing]:
    tags = [
        sampled(p.path)
        for p in record.primitives
        if isinstance(p, Shape) and p.part == "mark" and p.fill is not None
    ]
    for primitive in record.primitives:
        if isinstance(primitive, TextLine):
            ink = rectangle(*measured(primitive)[1])
            # Words of a tag go with the tag, those of a badge with the badge.
            if record.owner != "loops" and not any(holds(t, ink.mean(axis=0)) for t in tags):
                what = repr(primitive.text)
                yield Thing("text", record.owner, record.id, ink, 0.0, True, what)
            continue
        kind = _kind(record.owner, primitive)
        if kind is None:
            continue
        points = sampled(primitive.path)
        half = primitive.width / 2 if primitive.stroke is not None else 0.0
        filled = primitive.fill is not None
        yield Thing(kind, record.owner, record.id, points, half, filled, kind)


def _kind(owner: str, shape: Shape) -> str | None:
    if owner == "factors":
        if shape.part == "frame":
            return "factor" if shape.fill is not None else None
        return "tag" if shape.stroke is not None else None
    if owner == "loops":
        return "badge"
    if owner == "bands":
        return "band"
    if owner == "wheels":
        return "tag" if shape.part == "mark" else None
    if shape.part == "sign":
        return "sign" if shape.fill is not None else None
    if shape.part == "gear":
        return "bars" if shape.stroke is not None else None
    if shape.part == "mark":
        # The stripe under the bars and the core of a link have the paper's colour.
        return "bars" if shape.is_round and len(shape.path) == 4 else None
    return shape.part if shape.part in ("body", "head") else None
