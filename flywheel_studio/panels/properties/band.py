"""The properties of one or several bands: their words, where they begin and end, their look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.bands import set_band, stretch_band
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Band
from flywheel_studio.panels.fields.choices import ListField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.properties.records import RecordsForm
from flywheel_studio.panels.properties.wheel import wheel_rows
from flywheel_studio.session.editor import Editor


class BandForm(RecordsForm):
    """Angles are shown from 0 to 360; a band may run past twelve o'clock."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, "bands", tr("Band"), parent)
        self._wheels = ListField([])
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
        self.add_look()

    def show_rows_of_one(self, is_one: bool) -> None:
        self.set_row_visible("label", is_one)

    def show_values(self) -> None:
        rows = wheel_rows(self.editor.flywheel)
        self._wheels.set_choices(rows)
        self.set_row_visible("wheel", len(rows) > 1)
        super().show_values()

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
            partial(self._read, read),
            partial(self._setting, change),
            undo_label,
            hint=hint,
            beside=beside,
        )

    def _read(self, read: Callable[[Band], Any]) -> list[Any]:
        return [read(band) for band in self.records()]

    def _setting(
        self, change: Callable[[Flywheel, str, Any], Flywheel], value: Any
    ) -> Callable[[Flywheel], Flywheel]:
        return partial(_for_each, ids=self.ids, change=change, value=value)


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
