"""Whether things may move by themselves, as the desktop or the user wants it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle


def wants_motion(widget: QWidget) -> bool:
    """Whether what a widget shows may glide; what nobody sees need not."""
    return widget.isVisible() and widget.style().styleHint(_duration_hint()) > 0


@cache
def _duration_hint() -> QStyle.StyleHint:
    """What tells how long a desktop's animations last: 0 where it wants none."""
    # Its many enumerations take PySide6 six milliseconds, which no start needs.
    from PySide6.QtWidgets import QStyle

    return QStyle.StyleHint.SH_Widget_Animation_Duration
