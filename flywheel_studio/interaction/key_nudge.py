"""Bands and texts changed by the arrow keys: a step each press, one undo step for those in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flywheel_studio.commands.bands import LEAST, stretch_band, turn_band
from flywheel_studio.commands.texts import set_texts
from flywheel_studio.interaction.events import KeyEvent
from flywheel_studio.interaction.limits import NUDGE_PAUSE_MS
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Band
from flywheel_studio.session.clock import CancelHandle

STEP: Final = 5.0  # degrees
NARROWEST: Final = 40.0
_WIDER: Final = 10.0  # paper units
_FULL: Final = 360.0
# Clockwise, and wider.
_ONWARD: Final = {"Right": 1.0, "Down": 1.0, "Left": -1.0, "Up": -1.0}

Change = Callable[[Flywheel, float], Flywheel]


class KeyNudge:
    """Steps of one kind that add up. `what` tells one kind from another."""

    def __init__(self, bench: Bench, what: tuple[str, ...], label: str, change: Change) -> None:
        self.what = what
        self._bench = bench
        self._change = change
        self._total = 0.0
        self._pause: CancelHandle | None = None
        self._gesture = bench.editor.gesture(label)

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    def push(self, by: float) -> None:
        """One step more."""
        total, before = self._total + by, self._bench.editor.flywheel
        self._bench.preview(self._gesture, lambda now: self._change(now, total))
        if not difference(before, self._bench.editor.flywheel).is_empty:
            # At its end it stays: what is pressed beyond must not be taken back press by press.
            self._total = total
        self._stop_waiting()
        self._pause = self._bench.editor.call_later(NUDGE_PAUSE_MS, self.finish)

    def finish(self) -> None:
        self._stop_waiting()
        self._gesture.commit()

    def cancel(self) -> None:
        self._stop_waiting()
        self._gesture.cancel()

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None


class KeyNudges:
    """Which step an arrow key asks for, and the nudge that it belongs to."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._nudge: KeyNudge | None = None

    @property
    def is_idle(self) -> bool:
        return self._nudge is None or not self._nudge.is_alive

    def key(self, event: KeyEvent) -> bool:
        """Arrows turn a band, with Shift its end, with Alt its beginning; with Alt a text's width."""
        single = self._bench.editor.selection.single
        onward = _ONWARD.get(event.key)
        if single is None or onward is None or len(event.modifiers) > 1:
            return False
        modifier = next(iter(event.modifiers), "")
        kind, key = single
        if kind == "bands" and modifier in ("", "shift", "alt"):
            self._push(("bands", key, modifier), self._band_change(key, modifier), onward * STEP)
            return True
        if kind == "texts" and modifier == "alt":
            self._push(("texts", key), self._text_change(key), onward * _WIDER)
            return True
        return False

    def finish(self) -> None:
        nudge, self._nudge = self._nudge, None
        if nudge is not None and nudge.is_alive:
            nudge.finish()

    def cancel(self) -> None:
        nudge, self._nudge = self._nudge, None
        if nudge is not None and nudge.is_alive:
            nudge.cancel()

    def _push(self, what: tuple[str, ...], change: Change, by: float) -> None:
        nudge = self._nudge
        if nudge is None or not nudge.is_alive or nudge.what != what:
            self.finish()
            nudge = self._nudge = KeyNudge(self._bench, what, _label(what), change)
        nudge.push(by)

    def _band_change(self, band: str, modifier: str) -> Change:
        if modifier == "":
            return lambda now, total: turn_band(now, band, total)
        end = "to" if modifier == "shift" else "from"
        return lambda now, total: _stretched(now, now.bands[band], end, total)

    def _text_change(self, text: str) -> Change:
        def change(now: Flywheel, total: float) -> Flywheel:
            return set_texts(now, [text], width=max(now.texts[text].width + total, NARROWEST))

        return change


def _stretched(flywheel: Flywheel, band: Band, end: str, by: float) -> Flywheel:
    length = (band.to_angle - band.from_angle) % _FULL or _FULL
    wanted = min(max(length + (by if end == "to" else -by), LEAST), _FULL)
    angle = band.from_angle + wanted if end == "to" else band.to_angle - wanted
    return stretch_band(flywheel, band.id, end, angle)


def _label(what: tuple[str, ...]) -> str:
    if what[0] == "texts":
        return tr("Change width")
    return tr("Stretch band") if what[2] else tr("Turn band")
