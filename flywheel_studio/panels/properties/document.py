"""The properties of the document, shown while nothing is selected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.document import rename_document, set_header, set_run, set_theme
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.choices import ListField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.session.editor import Editor


class DocumentForm(Form):
    """Title, description, theme, time unit, length of the run."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.add_section(tr("Flywheel"))
        self._add("title", tr("Title"), WordField(), self._set_title, tr("Rename flywheel"))
        self._add(
            "description",
            tr("Description"),
            WordField(lines=4, is_long=True),
            self._set_description,
            tr("Change description"),
        )
        self._add("theme", tr("Theme"), ListField(_themes()), self._set_theme, tr("Change theme"))
        self.add_section(tr("Time"))
        self._add(
            "time_unit",
            tr("Time unit"),
            ListField(_time_units(), is_open=True),
            self._set_time_unit,
            tr("Change time unit"),
            tr("In which masses, delays and runs are counted: one of these, or a word of your own"),
        )
        self.add_field(
            "until",
            tr("Length of the run, in time units"),
            NumberOnlyField(above=0.0, step=1.0),
            self._read_until,
            self._set_until,
            tr("Change length of the run"),
        )

    def _add(
        self,
        key: str,
        name: str,
        field: Field,
        command: Callable[[Any], Callable[[Flywheel], Flywheel]],
        undo_label: str,
        hint: str = "",
    ) -> None:
        self.add_field(key, name, field, partial(self._read, key), command, undo_label, hint=hint)

    def _read(self, key: str) -> list[Any]:
        return [getattr(self.editor.flywheel.header, key)]

    def _read_until(self) -> list[Any]:
        return [self.editor.flywheel.header.run.until]

    def _set_title(self, title: str) -> Callable[[Flywheel], Flywheel]:
        return partial(rename_document, title=title)

    def _set_description(self, text: str) -> Callable[[Flywheel], Flywheel]:
        return partial(set_header, description=text)

    def _set_theme(self, theme: str) -> Callable[[Flywheel], Flywheel]:
        return partial(set_theme, theme=theme)

    def _set_time_unit(self, unit: str) -> Callable[[Flywheel], Flywheel]:
        return partial(set_header, time_unit=unit)

    def _set_until(self, until: float) -> Callable[[Flywheel], Flywheel]:
        return partial(set_run, until=until)


def _themes() -> list[tuple[str, str]]:
    known = {"clean": tr("Clean"), "slate": tr("Slate (dark)"), "napkin": tr("Napkin")}
    return [(name, known.get(name, name)) for name in theme_names()]


def _time_units() -> list[tuple[str, str]]:
    return [
        ("day", tr("Day")),
        ("week", tr("Week")),
        ("month", tr("Month")),
        ("quarter", tr("Quarter")),
        ("year", tr("Year")),
    ]
