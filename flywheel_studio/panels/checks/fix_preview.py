"""A fix shown on the paper before it is made: hovering previews, a click keeps, leaving takes back.

What is only shown must never be kept by accident: whatever commits the open gesture from outside
(saving, undo, another edit) first gets the drawing back as it was.
"""

from __future__ import annotations

from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.insight.swings import swing_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.panels.parts.wording import headline, subline
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.gesture import Gesture
from flywheel_studio.session.live_results import LiveResults, Results

_LONGEST_LABEL = 80


class FixPreview:
    """At most one fix is shown at a time. `changed` tells when one begins to be shown or ends."""

    def __init__(self, editor: Editor, live_results: LiveResults) -> None:
        self.changed: Signal[FixPreview] = Signal()
        self.is_held = False
        self._editor = editor
        self._live_results = live_results
        self._gesture: Gesture | None = None
        self._shown: Diagnosis | None = None
        self._before: Results | None = None
        self._is_keeping = False

    @property
    def shown(self) -> Diagnosis | None:
        """The diagnosis whose fix is on the paper now."""
        return self._shown

    @property
    def before(self) -> Results | None:
        """The analysis of the drawing without what is shown, where it was known."""
        return self._before

    def show(self, diagnosis: Diagnosis) -> str:
        """Show what its fix makes of the drawing; returns a sentence where it cannot."""
        if diagnosis.command is None:
            return ""
        if self._shown is not None:
            if self._shown.key == diagnosis.key or self.is_held:
                return ""
            self.cancel()
        before = None if self._live_results.is_pending else self._live_results.results
        gesture = self._editor.gesture(label_of(diagnosis))
        try:
            gesture.preview(diagnosis.command)
        except ValueError as problem:
            gesture.cancel()
            return str(problem)
        self._gesture, self._shown, self._before = gesture, diagnosis, before
        gesture.committing.connect(self._on_committing)
        gesture.ended.connect(self._on_ended)
        self.changed.emit(self)
        return ""

    def hold(self) -> None:
        """Leave it shown until it is kept or taken back."""
        if self._shown is not None and not self.is_held:
            self.is_held = True
            self.changed.emit(self)

    def keep(self) -> bool:
        """Make it one undo step. Returns whether there was anything to keep."""
        gesture = self._gesture
        if gesture is None or not gesture.is_open:
            return False
        self._is_keeping = True
        try:
            change = gesture.commit()
        finally:
            self._is_keeping = False
        return not change.is_empty

    def cancel(self) -> None:
        """Take it back without a trace."""
        if self._gesture is not None and self._gesture.is_open:
            self._gesture.cancel()

    def comparison(self) -> str:
        """Growth without and with what is shown, once the analysis has caught up; else ""."""
        now = self._live_results.results
        if self._shown is None or self._before is None or now is None or now is self._before:
            return ""
        return compared(self._before, now) if not self._live_results.is_pending else ""

    def _on_committing(self, gesture: Gesture) -> None:
        if not self._is_keeping:
            gesture.preview(_as_it_is)

    def _on_ended(self, gesture: Gesture) -> None:
        if gesture is self._gesture:
            self._gesture = self._shown = self._before = None
            self.is_held = False
            self.changed.emit(self)


def compared(before: Results, after: Results) -> str:
    """How fast the wheel grew and how fast it grows now, in two lines; "" where that is one."""
    was, now = growth_line(before), growth_line(after)
    if was == now:
        return ""
    return tr("Before: {growth}", growth=was) + "\n" + tr("After: {growth}", growth=now)


def growth_line(results: Results) -> str:
    """The growth of an analysis in one short line; of one that swings also how long a swing takes."""
    unit, growth = results.flywheel.header.time_unit, results.growth
    return f"{headline(growth)}. {subline(growth, unit)}. {swing_words(growth, unit)}".rstrip()


def label_of(diagnosis: Diagnosis) -> str:
    """What undo calls the fix: its own words, cut where they are long."""
    words = diagnosis.finding.fix or tr("Fix")
    return words if len(words) <= _LONGEST_LABEL else words[: _LONGEST_LABEL - 1] + "…"


def _as_it_is(flywheel: Flywheel) -> Flywheel:
    return flywheel
