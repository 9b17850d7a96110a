"""A figure as SVG that survives PowerPoint, browsers and every renderer in between.

"Slide-safe" is a small subset: presentation attributes, hex colours with opacities beside them,
absolute paths, heads as filled paths, one `<text>` a line at a computed x. No styles, markers,
clips, masks, filters, `text-anchor` or embedded fonts: each of these is lost or misplaced by some
program that people paste into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from flywheel_studio.drawing.primitives import (
    Close,
    Cubic,
    Figure,
    Line,
    Move,
    Path,
    RecordFigure,
    Shape,
    TextLine,
)
from flywheel_studio.export.registry import PictureOptions, scale_of
from flywheel_studio.geometry.plane import Point

NAMESPACE: Final = "http://www.w3.org/2000/svg"
# Also known to `storage`, which reads the model back; a test holds the two together.
MODEL_NAMESPACE: Final = "https://flywheel-studio.invalid/ns/1"
_GROUPS: Final = {
    "wheels": "wheel",
    "bands": "band",
    "links": "link",
    "factors": "factor",
    "texts": "text",
    "loops": "loop",
}
# What XML 1.0 has no place for. The model's door removes them; a figure made by hand may not.
_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# xml.sax.saxutils does the same, but brings the standard library's web client along (17 ms).
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ESCAPED_IN_ATTRIBUTES: Final = _ESCAPED | str.maketrans(
    {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def svg_bytes(figure: Figure, options: PictureOptions) -> bytes:
    """Write a figure as a whole SVG file in UTF-8.

    `options.scale`, `width` and `dpi` change the size in px; a px is 1/96 inch.
    """
    area = figure.box.grown(options.padding)
    scale = scale_of(options, area.width)
    place = _Placing(area.left, area.top, scale)
    width, height = _number(area.width * scale), _number(area.height * scale)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<svg xmlns="{NAMESPACE}" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" xml:lang={_attribute(figure.language)}>'
        ),
        f"<title>{_text(figure.title)}</title>",
        f"<desc>{_text(figure.description)}</desc>",
    ]
    if options.model is not None:
        words = _text(options.model.decode("utf-8"))
        lines.append(f'<metadata><flywheel xmlns="{MODEL_NAMESPACE}">{words}</flywheel></metadata>')
    if not options.transparent:
        lines.append(
            f'<path id="paper" d="M0 0L{width} 0L{width} {height}L0 {height}Z"'
            f' fill="{figure.paper}"/>'
        )
    outlines = options.text == "outlines"
    for record in figure.records:
        if record.primitives:
            lines.extend(_group(record, place, outlines))
    lines.append("</svg>\n")
    return "\n".join(lines).encode("utf-8")


class _Placing:
    """From paper to picture: moved to the corner and scaled."""

    def __init__(self, left: float, top: float, scale: float) -> None:
        self.left, self.top, self.scale = left, top, scale

    def pair(self, point: Point) -> str:
        return f"{self.x(point.x)} {self.y(point.y)}"

    def x(self, x: float) -> str:
        return _number((x - self.left) * self.scale)

    def y(self, y: float) -> str:
        return _number((y - self.top) * self.scale)

    def length(self, length: float) -> str:
        return _number(length * self.scale)


def _group(record: RecordFigure, place: _Placing, outlines: bool) -> Iterable[str]:
    yield f'<g id="{_GROUPS[record.owner]}-{record.id}">'
    if record.title:
        yield f"<title>{_text(record.title)}</title>"
    for primitive in record.primitives:
        if isinstance(primitive, Shape):
            yield _shape(primitive, place)
        elif outlines:
            yield _outlined(primitive, place)
        else:
            yield _words(primitive, place)
    yield "</g>"


def _shape(shape: Shape, place: _Placing) -> str:
    parts = [f'<path d="{_path(shape.path, place)}"']
    if shape.fill is None:
        parts.append('fill="none"')
    else:
        parts.append(f'fill="{shape.fill}"')
        if shape.opacity < 1.0:
            parts.append(f'fill-opacity="{_number(shape.opacity)}"')
    if shape.stroke is not None and shape.width > 0:
        cap, join = ("round", "round") if shape.is_round else ("butt", "miter")
        parts.append(f'stroke="{shape.stroke}" stroke-width="{place.length(shape.width)}"')
        parts.append(f'stroke-linecap="{cap}" stroke-linejoin="{join}"')
        if shape.dash:
            parts.append(f'stroke-dasharray="{",".join(map(place.length, shape.dash))}"')
        if shape.opacity < 1.0:
            parts.append(f'stroke-opacity="{_number(shape.opacity)}"')
    return " ".join(parts) + "/>"


def _words(line: TextLine, place: _Placing) -> str:
    faded = f' fill-opacity="{_number(line.opacity)}"' if line.opacity < 1.0 else ""
    family = f"{line.family}, Arial, Helvetica, sans-serif"
    return (
        f'<text x="{place.x(line.x)}" y="{place.y(line.y)}" font-family={_attribute(family)}'
        f' font-size="{place.length(line.size)}" font-weight="{line.weight}"'
        f' fill="{line.color}"{faded}>{_text(line.text)}</text>'
    )


def _outlined(line: TextLine, place: _Placing) -> str:
    from flywheel_studio.drawing.text_metrics import outline

    glyphs = outline(line.text, line.x, line.y, line.size, line.weight, line.family)
    if not glyphs:
        # Nothing but characters that the bundled fonts lack: words are better than a gap.
        return _words(line, place)
    return _shape(Shape(path=glyphs, fill=line.color, opacity=line.opacity), place)


def _path(path: Path, place: _Placing) -> str:
    pieces = []
    for segment in path:
        if isinstance(segment, Move):
            pieces.append(f"M{place.pair(segment.to)}")
        elif isinstance(segment, Line):
            pieces.append(f"L{place.pair(segment.to)}")
        elif isinstance(segment, Cubic):
            pieces.append(
                f"C{place.pair(segment.first)} {place.pair(segment.second)}"
                f" {place.pair(segment.to)}"
            )
        elif isinstance(segment, Close):
            pieces.append("Z")
    return "".join(pieces)


def _number(value: float) -> str:
    """Two decimals at most, no trailing zeros, no minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(words: str) -> str:
    return _NOT_XML.sub("", words).translate(_ESCAPED)


def _attribute(words: str) -> str:
    return f'"{_NOT_XML.sub("", words).translate(_ESCAPED_IN_ATTRIBUTES)}"'
