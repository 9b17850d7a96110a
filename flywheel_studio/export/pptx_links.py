"""The links of a slide: as they are drawn, or as connectors that hold on to their factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.primitives import Line, Primitive, RecordFigure, Shape, TextLine
from flywheel_studio.export.pptx_carried import carried
from flywheel_studio.export.pptx_connectors import (
    FARTHEST_OUT,
    connection,
    nearest_site,
    samples,
    sites_of,
    straight,
)
from flywheel_studio.export.pptx_shapes import (
    Glue,
    Made,
    Named,
    Piece,
    Stroke,
    connector,
    freeform,
    group,
)
from flywheel_studio.export.pptx_sheet import Sheet, stroke_of
from flywheel_studio.export.registry import Picture
from flywheel_studio.insight.numbers import duration
from flywheel_studio.insight.sentences import link_sentence
from flywheel_studio.insight.spoken_names import gear_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.folding import bundle_of

_OFF_PAPER: Final = 14.0


class LinkShapes:
    """Draws the links of one picture on one slide.

    `shapes` and `factor_ids`: of the factors that the slide shows.
    """

    def __init__(
        self,
        picture: Picture,
        sheet: Sheet,
        shapes: Mapping[str, FactorShape],
        factor_ids: Mapping[str, int],
        *,
        is_glued: bool,
    ) -> None:
        self._picture = picture
        self._sheet = sheet
        self._shapes = shapes
        self._factor_ids = factor_ids
        self._is_glued = is_glued
        self._taken: set[frozenset[tuple[str, int]]] = set()
        self._used: set[tuple[str, int]] = set()

    def drawn(self, record: RecordFigure) -> Iterator[Made]:
        link = self._picture.flywheel.links[record.id]
        bundle = bundle_of(self._picture.flywheel, record.id)
        said = " ".join(
            link_sentence(self._picture.flywheel, key)
            for key in (bundle.links if bundle is not None else (record.id,))
        )
        reason = " ".join(link.reason.split())
        named = self._sheet.named(record.title, f"{said} {reason}".strip())
        parts = record.primitives
        body = next((p for p in parts if isinstance(p, Shape) and p.part == "body"), None)
        is_straight = body is not None and isinstance(body.path[-1], Line)
        if self._is_glued:
            made, parts = self._glued(record, named, body)
            yield made
        elif is_straight and body is not None:
            yield self._straight(record, named, body)
        elif body is not None:
            heads = [p for p in parts if isinstance(p, Shape) and p.part == "head"]
            yield freeform(
                named,
                [Piece(body.path, False, True), *(Piece(p.path, True, False) for p in heads)],
                self._sheet.place,
                self._sheet.look,
                fill=body.stroke,
                stroke=stroke_of(body),
                opacity=body.opacity,
            )
        yield from self._hung(record, parts)

    def _straight(self, record: RecordFigure, named: Named, body: Shape) -> Made:
        """A connector as it is drawn; it snaps to its sites when a factor is moved."""
        link = self._picture.flywheel.links[record.id]
        source, target = self._shapes[link.source], self._shapes[link.target]
        course = samples(record.outline, 1)
        begin = nearest_site(sites_of(source), course[0])
        end = nearest_site(sites_of(target), course[-1])
        return connector(
            named,
            straight(course[0], course[-1]),
            self._sheet.place,
            self._sheet.look,
            replace(stroke_of(body), has_head=True),
            Glue(self._factor_ids[link.source], begin),
            Glue(self._factor_ids[link.target], end),
        )

    def _glued(
        self, record: RecordFigure, named: Named, body: Shape | None
    ) -> tuple[Made, tuple[Primitive, ...]]:
        """A connector from site to site, and what hangs on the link, moved along to it."""
        link = self._picture.flywheel.links[record.id]
        source, target = self._shapes[link.source], self._shapes[link.target]
        near = source.box.united(target.box).grown(FARTHEST_OUT)
        chosen = connection(
            source,
            target,
            record.outline,
            [
                other.box
                for key, other in self._shapes.items()
                if key not in (link.source, link.target)
                and other.box not in (source.box, target.box)
                and other.box.overlaps(near)
            ],
            self._picture.figure.box.grown(_OFF_PAPER),
            self._sheet.slide,
            self._picture.theme.wobble > 0,
            self._taken,
            self._used,
            (link.source, link.target),
        )
        sites = ((link.source, chosen.begin), (link.target, chosen.end))
        self._taken.add(frozenset(sites))
        self._used.update(sites)
        color = self._picture.theme.plain
        stroke = Stroke(color=color, width=2.0) if body is None else stroke_of(body)
        made = connector(
            named,
            chosen.bend,
            self._sheet.place,
            self._sheet.look,
            replace(stroke, has_head=True),
            Glue(self._factor_ids[link.source], chosen.begin),
            Glue(self._factor_ids[link.target], chosen.end),
        )
        beside = [shape for shape in self._shapes.values() if shape.box.overlaps(near)]
        return made, tuple(carried(record.primitives, record.outline, chosen.course, beside))

    def _hung(self, record: RecordFigure, parts: tuple[Primitive, ...]) -> Iterator[Made]:
        """Sign, delay, cogs and words of a link."""
        link = self._picture.flywheel.links[record.id]
        shapes = [part for part in parts if isinstance(part, Shape)]
        marks = [part for part in shapes if part.part == "mark"]
        if marks:
            delay = tr(
                "Delay of {link}: {time}",
                link=record.title,
                time=duration(link.delay, self._picture.flywheel.header.time_unit),
            )
            made = [self._sheet.drawn(part, delay) for part in marks]
            yield group(self._sheet.named(delay, delay), made)
        yield from self._gears(record, parts)
        signs = [part for part in shapes if part.part == "sign"]
        if signs:
            disc = signs[0]
            said = (
                tr("Minus: {link}", link=record.title)
                if link.is_negative
                else tr("Plus: {link}", link=record.title)
            )
            yield freeform(
                self._sheet.named(said, said),
                [Piece(part.path, part.fill is not None, True) for part in signs],
                self._sheet.place,
                self._sheet.look,
                fill=disc.fill,
                stroke=stroke_of(disc),
                opacity=disc.opacity,
            )
        yield from self._sheet.text(
            [p for p in parts if isinstance(p, TextLine) and p.part != "gear"], link.label, "ctr"
        )

    def _gears(self, record: RecordFigure, parts: tuple[Primitive, ...]) -> Iterator[Made]:
        """The cogs of a link between wheels, and how many links are drawn as one."""
        gears = [part for part in parts if part.part == "gear"]
        if not gears:
            return
        said = gear_words(self._picture.flywheel, record.id) or record.title
        made = [self._sheet.drawn(part, said) for part in gears if isinstance(part, Shape)]
        made += self._sheet.text([p for p in gears if isinstance(p, TextLine)], said, "ctr")
        yield group(self._sheet.named(said, said), made)
