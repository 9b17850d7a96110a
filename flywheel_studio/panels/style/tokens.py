"""The colours and distances of a window as names: what a style sheet and a painted panel share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flywheel_studio.drawing.theme import mixed, visible

BASE_PX: Final = 13


@dataclass(frozen=True)
class Tokens:
    """Colours as "#rrggbb", distances in pixels."""

    is_dark: bool
    surface: str
    card: str
    hover: str
    line: str
    field_line: str
    ink: str
    muted: str
    accent: str
    accent_ink: str
    accent_text: str
    accent_wash: str
    good: str
    bad: str
    plus: str
    minus: str
    factors: tuple[str, ...]
    loops: tuple[str, ...]
    scenarios: tuple[str, ...]
    base_px: int = BASE_PX
    small_px: int = BASE_PX - 2
    large_px: int = BASE_PX + 6
    gap: int = 8
    margin: int = 16
    radius: int = 8
    is_strong: bool = False
    """High contrast."""

    @property
    def faint(self) -> str:
        """The ink of what cannot be used now."""
        color = mixed(self.muted, self.surface, 0.45)
        return visible(color, self.surface, self.ink, 4.5) if self.is_strong else color
