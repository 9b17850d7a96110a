"""What a person did, in the words of the tools: pointer and key events on the paper.

The canvas says where the pointer is, in paper units, and what is under it; it never says what to
do about it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from flywheel_studio.drawing.primitives import Owner
from flywheel_studio.geometry.plane import Point

PointerKind = Literal["press", "move", "release", "double", "hover"]
Button = Literal["left", "middle", "right"]
Modifier = Literal["shift", "ctrl", "alt"]
HitPart = Literal[
    "body", "label", "sign", "bend", "source", "target", "connect", "badge", "fold",
    "from", "to", "width",
]  # fmt: skip

NO_MODIFIERS: frozenset[Modifier] = frozenset()


class Hit(Struct, frozen=True):
    """The topmost thing under the pointer.

    `part`: "sign" is a link's sign disc, "bend" its bend handle, "source" and "target" its ends
    while it is selected, "connect" one of a factor's connect handles (`paper.connect_handles`),
    "badge" a loop's badge, "fold" the control that folds a wheel or opens it; "from" and "to" the
    ends of a band and "width" the right side of a text while it is selected.
    """

    owner: Owner
    id: str
    part: HitPart = "body"


class PointerEvent(Struct, frozen=True):
    """`kind`: "move" has a button held down, "hover" has none. "double" replaces the second press.

    `zoom`: pixels a paper unit, so that 4 px stay 4 px at every zoom.
    """

    kind: PointerKind
    where: Point
    under: Hit | None = None
    button: Button = "left"
    modifiers: frozenset[Modifier] = NO_MODIFIERS
    zoom: float = 1.0

    @property
    def shift(self) -> bool:
        return "shift" in self.modifiers

    @property
    def ctrl(self) -> bool:
        return "ctrl" in self.modifiers

    @property
    def alt(self) -> bool:
        return "alt" in self.modifiers

    @property
    def factor(self) -> str | None:
        """The id of the factor under the pointer."""
        return self.under.id if self.under and self.under.owner == "factors" else None


class KeyEvent(Struct, frozen=True):
    """A key on the paper.

    `key`: "Escape", "Enter", "Delete", "Backspace", "Tab", "Left", "Right", "Up", "Down", "F2",
    or the upper-case letter or digit ("A", "1"). `text`: what it types, "" for nothing.
    """

    key: str
    text: str = ""
    modifiers: frozenset[Modifier] = NO_MODIFIERS
