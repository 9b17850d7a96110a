"""Which loop stands out on the paper: the one under the pointer, else the one that was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.interaction.events import Hit

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop


class LoopLight:
    """Loops go by their ids. "" and None are no loop."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._hovered = ""
        self._chosen: str | None = None

    @property
    def hovered(self) -> str:
        """The loop whose badge the pointer is on."""
        return self._hovered

    def choose(self, loop: Loop | str | None) -> None:
        """Let one loop stand out and fade the rest; None: all alike again."""
        self._chosen = loop if loop is None or isinstance(loop, str) else loop.id
        self._show()

    def hover(self, hit: Hit | None) -> bool:
        """The pointer is on something else; whether that changes the loop under it."""
        loop = hit.id if hit is not None and hit.part == "badge" else ""
        if loop == self._hovered:
            return False
        self._hovered = loop
        self._show()
        return True

    def _show(self) -> None:
        self._sheet.light_loop(self._hovered or self._chosen)
