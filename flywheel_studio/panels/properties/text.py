"""The properties of one or several texts on the paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.texts import set_text, set_texts
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.choices import ListField
from flywheel_studio.panels.fields.field import WordField
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.properties.records import RecordsForm
from flywheel_studio.panels.properties.wheel import wheel_rows
from flywheel_studio.session.editor import Editor

_NONE: Final = ""


class TextForm(RecordsForm):
    """Words, width, the wheel with which they move, and their look."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, "texts", tr("Text"), parent)
        self._wheels = ListField([])
        self.add_field(
            "text",
            tr("Words"),
            WordField(lines=2, is_long=True),
            partial(self.values, "text"),
            self._rewording,
            tr("Change text"),
        )
        self.add_field(
            "width",
            tr("Width"),
            NumberOnlyField(least=20.0, step=10.0),
            partial(self.values, "width"),
            partial(self._setting, "width"),
            tr("Change width"),
            hint=tr("Where the lines break: 96 are an inch at 100 %"),
        )
        self.add_field(
            "wheel",
            tr("Moves with the wheel"),
            self._wheels,
            self._read_wheels,
            partial(self._setting, "wheel"),
            tr("Change wheel"),
        )
        self.add_look()

    def show_rows_of_one(self, is_one: bool) -> None:
        self.set_row_visible("text", is_one)

    def show_values(self) -> None:
        rows = wheel_rows(self.editor.flywheel)
        self._wheels.set_choices([(_NONE, tr("not set")), *rows])
        self.set_row_visible("wheel", len(rows) > 1)
        super().show_values()

    def _read_wheels(self) -> list[str]:
        return [_NONE if value is None else value for value in self.values("wheel")]

    def _setting(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        given: dict[str, Any] = {key: value if value != _NONE else None}
        return partial(set_texts, texts=self.ids, **given)

    def _rewording(self, words: str) -> Callable[[Flywheel], Flywheel]:
        return partial(set_text, text=self.ids[0], words=words)
