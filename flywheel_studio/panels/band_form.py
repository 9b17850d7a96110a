"""The properties of one or several bands: their words, where they begin and end, their look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.bands import set_band, stretch_band
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Band
from flywheel_studio.panels.choice_fields import ListField
from flywheel_studio.panels.fields import Field, WordField
from flywheel_studio.panels.form import Form
from flywheel_studio.panels.look_form import LookForm
from flywheel_studio.panels.number_fields import NumberOnlyField
from flywheel_studio.panels.style import Tokens
from flywheel_studio.panels.wheel_form import wheel_rows
from flywheel_studio.session.editor import Editor


class BandForm(Form):
    """Angles are shown from 0 to 360; a band may run past twelve o'clock."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self._ids: tuple[str, ...] = ()
        self._wheels = ListField([])
        self._title = self.add_section(tr("Band"))
        self._add("label", tr("Label"), WordField(), _read_label, _labelled, tr("Rename"))
        angle = tr("Degrees, clockwise from twelve o'clock")
        for key, name, read, beside in (
            ("from", tr("Begins at"), _read_begin, ""),
            ("to", tr("Ends at"), _read_end, "from"),
        ):
            self._add(
                key,
                name,
                NumberOnlyField(least=-360.0, most=720.0, step=5.0),
                read,
                partial(_stretched, key),
                tr("Stretch band"),
                hint=angle,
                beside=beside,
            )
        self._add(
            "wheel", tr("Round the wheel"), self._wheels, _read_wheel, _moved, tr("Move band")
        )
        self.look = LookForm(editor, "bands", self)
        self.add_widget(self.look)

    @property
    def ids(self) -> tuple[str, ...]:
        return self._ids

    def set_ids(self, ids: Sequence[str]) -> None:
        """Turn to these bands."""
        if tuple(ids) != self._ids:
            self.finish()
            self._ids = tuple(ids)
            n = len(self._ids)
            self._title.setText(tr("Band") if n == 1 else ntr("{n} band", "{n} bands", n))
            self.set_row_visible("label", n == 1)
        self.show_values()

    def show_values(self) -> None:
        rows = wheel_rows(self.editor.flywheel)
        self._wheels.set_choices(rows)
        self.set_row_visible("wheel", len(rows) > 1)
        super().show_values()
        self.look.set_items([("bands", key) for key in self._ids])

    def set_tokens(self, tokens: Tokens) -> None:
        super().set_tokens(tokens)
        self.look.set_tokens(tokens)

    def finish(self) -> None:
        super().finish()
        self.look.finish()

    def _add(
        self,
        key: str,
        name: str,
        field: Field,
        read: Callable[[Band], Any],
        change: Callable[[Flywheel, str, Any], Flywheel],
        undo_label: str,
        *,
        hint: str = "",
        beside: str = "",
    ) -> None:
        self.add_field(
            key,
            name,
            field,
            partial(self._values, read),
            partial(self._setting, change),
            undo_label,
            hint=hint,
            beside=beside,
        )

    def _values(self, read: Callable[[Band], Any]) -> list[Any]:
        bands = self.editor.flywheel.bands
        return [read(bands[key]) for key in self._ids if key in bands]

    def _setting(
        self, change: Callable[[Flywheel, str, Any], Flywheel], value: Any
    ) -> Callable[[Flywheel], Flywheel]:
        return partial(_for_each, ids=self._ids, change=change, value=value)


def _for_each(
    flywheel: Flywheel,
    ids: Sequence[str],
    change: Callable[[Flywheel, str, Any], Flywheel],
    value: Any,
) -> Flywheel:
    for key in ids:
        flywheel = change(flywheel, key, value)
    return flywheel


def _read_label(band: Band) -> str:
    return band.label


def _read_begin(band: Band) -> float:
    return round(band.from_angle % 360.0, 3)


def _read_end(band: Band) -> float:
    return round(band.to_angle % 360.0, 3) or 360.0


def _read_wheel(band: Band) -> str:
    return band.wheel


def _labelled(flywheel: Flywheel, band: str, label: str) -> Flywheel:
    return set_band(flywheel, band, label=label)


def _stretched(end: str, flywheel: Flywheel, band: str, angle: float) -> Flywheel:
    return stretch_band(flywheel, band, end, angle)


def _moved(flywheel: Flywheel, band: str, wheel: str) -> Flywheel:
    return set_band(flywheel, band, wheel=wheel)
