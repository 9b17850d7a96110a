"""What the canvas paints for a tool beside the drawing itself. Nothing of it is in the document."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from flywheel_studio.geometry.plane import Box, Point

Cursor = Literal["arrow", "cross", "hand", "move", "bend", "wide"]


class Rubber(Struct, frozen=True):
    """The link that is being drawn. `target`: the factor it would bind to, None over empty paper."""

    source: str
    start: Point
    end: Point
    target: str | None = None


class Guide(Struct, frozen=True):
    """A line that a dragged factor has snapped to; with a `radius`, a circle round `start`."""

    start: Point
    end: Point
    radius: float | None = None


class Feedback(Struct, frozen=True, kw_only=True):
    """`lit`: factors to highlight as a target. `handles`: the factor that shows connect handles.

    `lit_wheel`: the wheel that would take what is dragged. `fold`: the wheel that shows the control
    by which it folds or opens.
    """

    rubber: Rubber | None = None
    marquee: Box | None = None
    lit: frozenset[str] = frozenset()
    lit_wheel: str | None = None
    handles: str | None = None
    fold: str | None = None
    guides: tuple[Guide, ...] = ()
    cursor: Cursor = "arrow"
    hint: str = ""


NO_FEEDBACK = Feedback()
