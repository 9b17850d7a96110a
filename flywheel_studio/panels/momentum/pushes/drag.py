"""What the mouse does on the axis of pushes, from the press to letting go.

The first few pixels decide: along the axis a push moves or is stretched, upright its strength
changes, on empty ground a new one is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QPointF

from flywheel_studio.commands.pushes import end_of
from flywheel_studio.model.tidy import tidy
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.pushes.edit import PushEdit
from flywheel_studio.panels.momentum.pushes.rows import Part, grain, on_grain

_SLIP: Final = 4.0  # pixels that a hand may tremble without dragging
_STRENGTH_PIXELS: Final = 6.0

Mode = Literal["", "draw", "strength", "body", "start", "end"]


class PushDrag:
    """One drag at a time, through a `PushEdit`. `every`: the step of the run."""

    def __init__(
        self,
        edit: PushEdit,
        axis: Callable[[], TimeAxis],
        every: Callable[[], float],
        factor: Callable[[], str],
    ) -> None:
        self._edit = edit
        self._axis = axis
        self._every = every
        self._factor = factor
        self._key = ""
        self._part: Part = "body"
        self._pressed: QPointF | None = None
        self._mode: Mode = ""

    @property
    def is_under_way(self) -> bool:
        """Whether the mouse holds something."""
        return self._pressed is not None

    @property
    def holds(self) -> str:
        """The push that is dragged or drawn, "" for none."""
        return self._key if self._mode else ""

    def press(self, key: str, part: Part, at: QPointF) -> None:
        """Take hold of a part of a push; of empty ground with the key ""."""
        self._edit.commit()
        self._key, self._part, self._pressed, self._mode = key, part, at, ""

    def to(self, at: QPointF, is_free: bool) -> str:
        """Drag there. Returns the push that is dragged or drawn, "" where none is.

        Args:
            is_free: times are not rounded.
        """
        pressed = self._pressed
        if pressed is None:
            return ""
        if self._mode and not self._edit.is_open:
            self._pressed = None  # something else ended the gesture
            return ""
        if not self._mode and max(abs(at.x() - pressed.x()), abs(at.y() - pressed.y())) < _SLIP:
            return ""
        if not self._key or self._mode == "draw":
            return self._draw(pressed, at, is_free)
        self._move(pressed, at, is_free)
        return self._key

    def finish(self) -> bool:
        """Let go. Returns whether anything was dragged."""
        was_open = self._edit.is_open
        self._key, self._pressed, self._mode = "", None, ""
        self._edit.commit()
        return was_open

    def cancel(self) -> bool:
        """Give up what is under way. Returns whether there was anything."""
        was_open = self._edit.is_open
        self._key, self._pressed, self._mode = "", None, ""
        self._edit.cancel()
        return was_open

    def time_at(self, x: float, is_free: bool = False) -> float:
        """The time of a pixel as it is set, in time units."""
        axis = self._axis()
        time = axis.time_at(x)
        if is_free:
            return float(f"{time:.6g}")
        return min(on_grain(time, self._grain), axis.end)

    @property
    def _per_pixel(self) -> float:
        axis = self._axis()
        return axis.end / max(1.0, axis.right - axis.left)

    @property
    def _grain(self) -> float:
        return grain(self._every(), self._per_pixel)

    def _draw(self, pressed: QPointF, at: QPointF, is_free: bool) -> str:
        begin, end = sorted((self.time_at(pressed.x()), self.time_at(at.x(), is_free)))
        if end - begin < self._grain / 2:
            return ""
        self._mode = "draw"
        is_endless = at.x() >= self._axis().right
        self._key = self._edit.draw(self._factor(), begin, None if is_endless else end)
        return self._key

    def _move(self, pressed: QPointF, at: QPointF, is_free: bool) -> None:
        key, edit, axis = self._key, self._edit, self._axis()
        push = edit.before(key)
        if push is None:
            return
        across, upward = at.x() - pressed.x(), pressed.y() - at.y()
        if not self._mode:
            is_upright = self._part == "body" and abs(upward) > abs(across)
            self._mode = "strength" if is_upright else self._part
        if self._mode == "strength":
            edit.strengthen(key, round(upward / _STRENGTH_PIXELS))
            return
        # Rounded is the distance: what stands off the grid stays off it by as much.
        by = on_grain(across * self._per_pixel, self._per_pixel / 100 if is_free else self._grain)
        end = end_of(push)
        if self._mode == "body":
            edit.move(key, tidy(min(max(push.start + by, 0.0), axis.end)))
        elif self._mode == "start":
            latest = (axis.end if end is None else end) - self._grain
            edit.stretch(key, tidy(max(0.0, min(push.start + by, latest))), end)
        elif at.x() >= axis.right:
            edit.stretch(key, push.start, None)
        else:
            was = axis.end if end is None else end
            edit.stretch(key, push.start, tidy(max(push.start + self._grain, was + by)))
