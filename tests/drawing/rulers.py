"""Rulers for pictures: paths as points, the room between them, the ink of words, contrast.

Nothing here is the composer's: what it claims is measured with rulers of its own.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PIL import ImageFont

from flywheel_studio.drawing.primitives import Close, Cubic, Move, TextLine
from flywheel_studio.resource_files import resource

STEP = 1.5
FACES = {
    ("Inter", 400): "inter/Inter-Regular.ttf",
    ("Inter", 500): "inter/Inter-Medium.ttf",
    ("Inter", 600): "inter/Inter-SemiBold.ttf",
    ("Inter", 700): "inter/Inter-Bold.ttf",
    ("Shantell Sans", 400): "shantell-sans/ShantellSans-Regular.ttf",
    ("Shantell Sans", 500): "shantell-sans/ShantellSans-SemiBold.ttf",
    ("Shantell Sans", 600): "shantell-sans/ShantellSans-SemiBold.ttf",
    ("Shantell Sans", 700): "shantell-sans/ShantellSans-SemiBold.ttf",
}


def measured(line: TextLine) -> tuple[float, tuple[float, float, float, float]]:
    """How wide Pillow finds a line of words, and the box of its ink on the paper."""
    font = _font(line.family, line.weight)
    scale = line.size / font.size
    left, top, right, bottom = font.getbbox(line.text, anchor="ls")
    ink = (
        line.x + left * scale,
        line.y + top * scale,
        line.x + right * scale,
        line.y + bottom * scale,
    )
    return font.getlength(line.text) * scale, ink


def contrast(first: str, second: str) -> float:
    """WCAG 2.1's contrast ratio."""
    a, b = sorted((_luminance(first), _luminance(second)))
    return (b + 0.05) / (a + 0.05)


def sampled(path) -> np.ndarray:
    """Points along a path, at most `STEP` apart."""
    points: list[np.ndarray] = []
    at = begin = np.zeros(2)
    for segment in path:
        if isinstance(segment, Move):
            at = begin = np.asarray(segment.to)
            points.append(at[None, :])
            continue
        if isinstance(segment, Cubic):
            a, b, c, d = at, *map(np.asarray, (segment.first, segment.second, segment.to))
            length = sum(np.hypot(*(q - p)) for p, q in ((a, b), (b, c), (c, d)))
            s = np.linspace(0.0, 1.0, max(2, math.ceil(length / STEP)) + 1)[1:, None]
            r = 1.0 - s
            points.append(r**3 * a + 3 * r * r * s * b + 3 * r * s * s * c + s**3 * d)
            at = d
            continue
        end = begin if isinstance(segment, Close) else np.asarray(segment.to)
        count = max(1, math.ceil(float(np.hypot(*(end - at))) / STEP))
        s = np.linspace(0.0, 1.0, count + 1)[1:, None]
        points.append(at + (end - at) * s)
        at = end
    return np.concatenate(points)


def corners(path) -> np.ndarray:
    """The tip of a head and its two barbs: what is farthest to the left and right of its middle."""
    points = sampled(path)
    tip, middle = points[0], points.mean(axis=0)
    along = (middle - tip) / np.hypot(*(middle - tip))
    aside = (points - tip) @ np.array([along[1], -along[0]])
    return np.asarray([tip, points[aside.argmax()], points[aside.argmin()]])


def rectangle(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    rim = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    sides = []
    for a, b in zip(np.asarray(rim[:-1]), np.asarray(rim[1:]), strict=True):
        count = max(1, math.ceil(float(np.hypot(*(b - a))) / STEP))
        sides.append(a + (b - a) * np.linspace(0.0, 1.0, count + 1)[1:, None])
    return np.concatenate(sides)


def apart(first: np.ndarray, second: np.ndarray) -> float:
    away = first[:, None, :] - second[None, :, :]
    return float(np.sqrt((away * away).sum(axis=2).min()))


def off(way: np.ndarray, point: np.ndarray) -> float:
    """How far a point is from a way, between its points too."""
    a, run = way[:-1], way[1:] - way[:-1]
    long = np.maximum((run * run).sum(axis=1), 1e-12)
    share = np.clip(((point - a) * run).sum(axis=1) / long, 0.0, 1.0)
    return float(np.hypot(*(a + run * share[:, None] - point).T).min())


def holds(rim: np.ndarray, point: np.ndarray) -> bool:
    """Whether a closed rim runs round a point: the even-odd rule."""
    x, y = point
    ax, ay = rim.T
    bx, by = np.roll(rim, -1, axis=0).T
    crosses = (ay > y) != (by > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = (bx - ax) * (y - ay) / (by - ay) + ax
    return bool((crosses & (x < at)).sum() % 2)


@cache
def _font(family: str, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource("fonts", *FACES[family, weight].split("/"))), 200)


def over(color: str, ground: str, opacity: float) -> str:
    pairs = ((int(color[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02X}" for a, b in pairs)


def _luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
