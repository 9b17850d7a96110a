"""The state of editing words in place; the canvas hosts the text field and nothing else.

Typing is a gesture: what is typed shows at once, Enter and focus-out commit it as one step,
Escape leaves no trace. A factor that was just made is named in the gesture that made it, so that
making and naming are one step, and Escape takes both back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from flywheel_studio.commands.bands import set_band
from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.factors import new_factor_id, rename_factor
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.texts import set_text
from flywheel_studio.commands.values import text_value
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.gesture import Gesture

EditedKind = Literal["factors", "texts", "wheels", "bands"]
EDITED: Final[tuple[EditedKind, ...]] = get_args(EditedKind)
Making = Callable[[Flywheel, str], Flywheel]
"""A command that makes a record of a given id."""


class LabelEdit:
    """At most one text being edited. `ended` carries the id, however it ended."""

    def __init__(self, editor: Editor) -> None:
        self.ended: Signal[str] = Signal()
        self.kind: EditedKind = "factors"
        self.id = ""
        self.text = ""
        self.selects_all = True
        self.problem = ""
        self._editor = editor
        self._gesture: Gesture | None = None
        self._made_by: Making | None = None

    @property
    def is_open(self) -> bool:
        return self._gesture is not None

    def begin(
        self,
        key: str,
        kind: EditedKind = "factors",
        *,
        typed: str | None = None,
        gesture: Gesture | None = None,
        made_by: Making | None = None,
    ) -> None:
        """Begin editing the words of a record; does nothing if they are being edited already.

        Args:
            typed: begin with this in place of the present words ("just typing").
            gesture: the open gesture that made the record, to be named in it.
            made_by: the command of that gesture's preview. A new factor keeps `key` only until
                it is committed; then its id is made from its name, as in every other way of
                making one.
        """
        if self.is_open and (self.kind, self.id) == (kind, key):
            return
        self.commit()
        flywheel = self._editor.flywheel
        present = _words(flywheel, key, kind)
        if gesture is None:
            gesture = self._editor.gesture(
                tr("Edit text") if kind == "texts" else tr("Rename {factor}", factor=short(present))
            )
        self.kind, self.id, self.text, self.problem = kind, key, present, ""
        self.selects_all = True
        self._gesture, self._made_by = gesture, made_by
        gesture.committing.connect(self._on_gesture_committing)
        gesture.ended.connect(self._on_gesture_ended)
        if typed is not None:
            self.selects_all = False
            self.preview(typed)

    def preview(self, text: str) -> bool:
        """Show `text` in the drawing.

        Returns:
            False where it cannot be taken; `problem` says why, and the last good text stays.
        """
        if self._gesture is None:
            return False
        try:
            self._show(text, self.id)
        except CommandProblem as problem:
            self.problem = str(problem)
            return False
        self.text, self.problem = text, ""
        return True

    def commit(self) -> None:
        """Keep the words as one step; none when they are what they were."""
        if self._gesture is not None:
            self._gesture.commit()

    def cancel(self) -> None:
        """Leave no trace."""
        if self._gesture is not None:
            self._gesture.cancel()

    def _show(self, text: str, key: str) -> None:
        gesture, kind, made_by = self._gesture, self.kind, self._made_by
        if gesture is None:
            return

        def command(flywheel: Flywheel) -> Flywheel:
            made = flywheel if made_by is None else made_by(flywheel, key)
            if kind == "factors":
                return rename_factor(made, key, text)
            if kind == "bands":
                return set_band(made, key, label=text)
            if kind == "wheels":
                return set_wheel(made, key, title=text_value(text, strip=True))
            return set_text(made, key, text)

        gesture.preview(command)

    def _on_gesture_committing(self, gesture: Gesture) -> None:
        if self._made_by is None or self.kind != "factors":
            return
        gesture.label = tr("Add {factor}", factor=short(self.text))
        key = new_factor_id(gesture.base, self.text)
        if key == self.id:
            return
        selection = self._editor.selection
        was_selected = ("factors", self.id) in selection
        self._show(self.text, key)
        if was_selected:
            selection.add([("factors", key)])

    def _on_gesture_ended(self, gesture: Gesture) -> None:
        gesture.committing.disconnect(self._on_gesture_committing)
        gesture.ended.disconnect(self._on_gesture_ended)
        self._gesture = None
        self._made_by = None
        self.ended.emit(self.id)


def _words(flywheel: Flywheel, key: str, kind: EditedKind) -> str:
    if kind == "factors":
        return flywheel.factors[key].label
    if kind == "bands":
        return flywheel.bands[key].label
    return flywheel.texts[key].text if kind == "texts" else flywheel.wheels[key].title


def short(label: str) -> str:
    """A label as it is quoted in the name of a step."""
    line = " ".join(label.split())
    return line if len(line) <= 32 else line[:31] + "…"
