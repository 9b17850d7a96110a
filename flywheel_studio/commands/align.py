"""Put what is selected in line, at equal distances, or at one size.

Boxes come from whoever knows how large things are drawn; only displacements leave this module, so
that whatever a place means to a record stays its own business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final, Literal

from flywheel_studio.commands.factors import move_factors, set_factor
from flywheel_studio.commands.texts import move_texts
from flywheel_studio.commands.wheels import move_wheel
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.model.placement import places

Edge = Literal["left", "center", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]
Boxes = Mapping[tuple[Kind, str], Box]

_SIZES: Final = ("small", "medium", "large")


def align(flywheel: Flywheel, boxes: Boxes, edge: Edge) -> Flywheel:
    """Put these in line by an edge or the middle of their common box. A wheel moves as a whole.

    Args:
        boxes: (kind, id) -> where it is drawn; "factors", "texts" and "wheels".
    """
    if len(boxes) < 2:
        return flywheel
    whole = _around(boxes)
    by: dict[tuple[Kind, str], Point] = {}
    for item, box in boxes.items():
        match edge:
            case "left":
                by[item] = Point(whole.left - box.left, 0.0)
            case "center":
                by[item] = Point(whole.center.x - box.center.x, 0.0)
            case "right":
                by[item] = Point(whole.right - box.right, 0.0)
            case "top":
                by[item] = Point(0.0, whole.top - box.top)
            case "middle":
                by[item] = Point(0.0, whole.center.y - box.center.y)
            case "bottom":
                by[item] = Point(0.0, whole.bottom - box.bottom)
    return _displaced(flywheel, by)


def distribute(flywheel: Flywheel, boxes: Boxes, axis: Axis) -> Flywheel:
    """Leave the outermost where they are and give all between them equal gaps.

    Where they do not fit between the two, their centres get equal distances.
    """
    if len(boxes) < 3:
        return flywheel
    is_across = axis == "across"

    def span(box: Box) -> tuple[float, float]:
        return (box.left, box.right) if is_across else (box.top, box.bottom)

    ordered = sorted(boxes.items(), key=lambda row: (sum(span(row[1])), row[0]))
    first, last = span(ordered[0][1]), span(ordered[-1][1])
    sizes = [span(box)[1] - span(box)[0] for _, box in ordered]
    gap = (last[0] - first[1] - sum(sizes[1:-1])) / (len(ordered) - 1)
    middles: list[float] = []
    if gap >= 0.0:
        edge = first[0]
        for size in sizes:
            middles.append(edge + size / 2)
            edge += size + gap
    else:
        begin, end = sum(first) / 2, sum(last) / 2
        step = (end - begin) / (len(ordered) - 1)
        middles = [begin + step * number for number in range(len(ordered))]
    by: dict[tuple[Kind, str], Point] = {}
    for (item, box), middle in zip(ordered, middles, strict=True):
        way = middle - sum(span(box)) / 2
        by[item] = Point(way, 0.0) if is_across else Point(0.0, way)
    return _displaced(flywheel, by)


def same_size(flywheel: Flywheel, factors: Collection[str]) -> Flywheel:
    """Give these factors the size that most of them have; of two as frequent the larger."""
    if not factors:
        return flywheel
    counted = Counter(_size(flywheel, key) for key in factors)
    size = max(counted, key=lambda name: (counted[name], _SIZES.index(name)))
    for key in factors:
        if _size(flywheel, key) != size:
            style = flywheel.factors[key].style
            flywheel = set_factor(flywheel, [key], style={**style, "size": size})
    return flywheel


def _size(flywheel: Flywheel, factor: str) -> str:
    size = flywheel.factors[factor].style.get("size")
    return size if size in _SIZES else "medium"


def _around(boxes: Boxes) -> Box:
    every = iter(boxes.values())
    whole = next(every)
    for box in every:
        whole = whole.united(box)
    return whole


def _displaced(flywheel: Flywheel, by: Mapping[tuple[Kind, str], Point]) -> Flywheel:
    where = places(flywheel)
    factors = {key: where[key].plus(way) for (kind, key), way in by.items() if kind == "factors"}
    texts = {
        key: Point(flywheel.texts[key].x, flywheel.texts[key].y).plus(way)
        for (kind, key), way in by.items()
        if kind == "texts"
    }
    flywheel = move_texts(move_factors(flywheel, factors), texts)
    for (kind, key), way in by.items():
        if kind == "wheels":
            flywheel = move_wheel(flywheel, key, way)
    return flywheel
