"""A text made wider or narrower by the handle at its right side; its lines break anew meanwhile."""

from __future__ import annotations

from typing import Final

from flywheel_studio.commands.texts import set_texts
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide
from flywheel_studio.interaction.key_nudge import NARROWEST
from flywheel_studio.interaction.limits import SNAP_PX
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr

_STEP: Final = 10.0
_MARGIN: Final = 60.0


class WidthDrag:
    """It rests in line with the right sides of other texts and at their widths.

    Shift keeps to steps of 10, Ctrl suspends the resting.
    """

    def __init__(self, bench: Bench, text: str, start: Point) -> None:
        note = bench.editor.flywheel.texts[text]
        self._bench = bench
        self._text = text
        self._left, self._top = note.x, note.y
        self._width = note.width
        self._start = start
        others = [each for each in bench.editor.flywheel.texts.values() if each.id != text]
        self._rests = {other.width for other in others} | {
            round(other.x + other.width - note.x, 3) for other in others
        }
        self._guides: tuple[Guide, ...] = ()
        self._gesture = bench.editor.gesture(tr("Change width"))

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        hint = tr("Shift keeps to steps of 10, Ctrl suspends snapping. Escape gives up.")
        return Feedback(cursor="wide", guides=self._guides, hint=hint)

    def move(self, event: PointerEvent) -> None:
        width = self._width + event.where.x - self._start.x
        self._guides = ()
        if event.shift:
            width = round(width / _STEP) * _STEP
        elif not event.ctrl:
            nearest = min(self._rests, key=lambda rest: abs(rest - width), default=width)
            if nearest != width and abs(nearest - width) * event.zoom <= SNAP_PX:
                width = nearest
                right = self._left + width
                self._guides = (
                    Guide(Point(right, self._top - _MARGIN), Point(right, self._top + 2 * _MARGIN)),
                )
        width = max(width, NARROWEST)
        self._bench.preview(self._gesture, lambda now: set_texts(now, [self._text], width=width))

    def finish(self) -> None:
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()
