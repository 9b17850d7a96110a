"""The properties of one or several texts on the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.texts import set_text, set_texts
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.choice_fields import ListField
from flywheel_studio.panels.fields import WordField
from flywheel_studio.panels.form import Form
from flywheel_studio.panels.look_form import LookForm
from flywheel_studio.panels.number_fields import NumberOnlyField
from flywheel_studio.panels.style import Tokens
from flywheel_studio.panels.wheel_form import wheel_rows
from flywheel_studio.session.editor import Editor

_NONE: Final = ""


class TextForm(Form):
    """Words, width, the wheel with which they move, and their look."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self._ids: tuple[str, ...] = ()
        self._wheels = ListField([])
        self._title = self.add_section(tr("Text"))
        self.add_field(
            "text",
            tr("Words"),
            WordField(lines=2, is_long=True),
            partial(self._values, "text"),
            self._rewording,
            tr("Change text"),
        )
        self.add_field(
            "width",
            tr("Width"),
            NumberOnlyField(least=20.0, step=10.0),
            partial(self._values, "width"),
            partial(self._setting, "width"),
            tr("Change width"),
            hint=tr("Where the lines break: 96 are an inch at 100 %"),
        )
        self.add_field(
            "wheel",
            tr("Moves with the wheel"),
            self._wheels,
            partial(self._values, "wheel"),
            partial(self._setting, "wheel"),
            tr("Change wheel"),
        )
        self.look = LookForm(editor, "texts", self)
        self.add_widget(self.look)

    @property
    def ids(self) -> tuple[str, ...]:
        return self._ids

    def set_ids(self, ids: Sequence[str]) -> None:
        """Turn to these texts."""
        if tuple(ids) != self._ids:
            self.finish()
            self._ids = tuple(ids)
            n = len(self._ids)
            self._title.setText(tr("Text") if n == 1 else ntr("{n} text", "{n} texts", n))
            self.set_row_visible("text", n == 1)
        self.show_values()

    def show_values(self) -> None:
        rows = wheel_rows(self.editor.flywheel)
        self._wheels.set_choices([(_NONE, tr("none")), *rows])
        self.set_row_visible("wheel", len(rows) > 1)
        super().show_values()
        self.look.set_items([("texts", key) for key in self._ids])

    def set_tokens(self, tokens: Tokens) -> None:
        super().set_tokens(tokens)
        self.look.set_tokens(tokens)

    def finish(self) -> None:
        super().finish()
        self.look.finish()

    def _values(self, key: str) -> list[Any]:
        texts = self.editor.flywheel.texts
        values = [getattr(texts[id_], key) for id_ in self._ids if id_ in texts]
        return [_NONE if value is None else value for value in values]

    def _setting(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        given: dict[str, Any] = {key: value if value != _NONE else None}
        return partial(set_texts, texts=self._ids, **given)

    def _rewording(self, words: str) -> Callable[[Flywheel], Flywheel]:
        return partial(set_text, text=self._ids[0], words=words)
