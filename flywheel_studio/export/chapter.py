"""One step of a story: its words, what is drawn, and what of that stands out.

What is shown grows from step to step; what is lit is the loop that is being told, and the rest of
what is shown is faded, as the window fades it while a loop is lit.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.primitives import RecordFigure


class Part(Struct, frozen=True, kw_only=True):
    """A part of a picture. `others`: bands, notes and titles too."""

    factors: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    loops: frozenset[str] = frozenset()
    others: bool = False

    def holds(self, record: RecordFigure) -> bool:
        match record.owner:
            case "factors":
                return record.id in self.factors
            case "links":
                return record.id in self.links
            case "loops":
                return record.id in self.loops
        return self.others

    def united(self, other: Part) -> Part:
        return Part(
            factors=self.factors | other.factors,
            links=self.links | other.links,
            loops=self.loops | other.loops,
            others=self.others or other.others,
        )

    def common(self, other: Part) -> Part:
        return Part(
            factors=self.factors & other.factors,
            links=self.links & other.links,
            loops=self.loops & other.loops,
            others=self.others and other.others,
        )

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """Its factors, links and loops as a drawing lights them."""
        return frozenset(
            (owner, key)
            for owner, keys in (
                ("factors", self.factors),
                ("links", self.links),
                ("loops", self.loops),
            )
            for key in keys
        )


NOTHING: Final = Part()


class Curve(Struct, frozen=True, kw_only=True):
    """The momentum over time, to be drawn as a chart. `times` in `unit`, `momentum` alike long."""

    times: tuple[float, ...]
    momentum: tuple[float, ...]
    unit: str
    description: str


class Chapter(Struct, frozen=True, kw_only=True):
    """One step. `text`: paragraphs. `notes`: for the speaker.

    `shown`: None for the whole picture. `lit`: what of it stands out; None where nothing does.
    `stage`: what a slide leaves room for and shows: the loop that is told, and what was told before
    of the wheels that it goes on from; None for the whole. `fresh`: the links that this step adds.
    `curve`: the chart that is shown instead of a picture.
    """

    title: str
    text: tuple[str, ...] = ()
    notes: str = ""
    shown: Part | None = None
    lit: Part | None = None
    stage: Part | None = None
    fresh: tuple[str, ...] = ()
    curve: Curve | None = None
