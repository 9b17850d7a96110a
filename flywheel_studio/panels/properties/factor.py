"""The properties of one or several factors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QPushButton, QWidget

from flywheel_studio.commands.factors import rename_factor, set_factor
from flywheel_studio.commands.goals import set_metric
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Metric
from flywheel_studio.panels.activities.activity_list import ActivityList
from flywheel_studio.panels.fields.choices import ChoiceField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import setting
from flywheel_studio.panels.fields.numbers import NumberOnlyField, SliderField
from flywheel_studio.panels.properties.records import RecordsForm
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor

# What a slider can reach; the number beside it goes further.
_MOST_FRICTION: Final = 2.0
_MOST_MASS: Final = 12.0
METRIC_PARTS: Final = ("name", "unit", "baseline", "current", "target", "date")


class FactorForm(RecordsForm):
    """Label, role, how it turns, and who looks after it. Changes apply to all that are selected."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, "factors", tr("Factor"), parent)
        self.add_field(
            "label",
            tr("Label"),
            WordField(),
            partial(self.values, "label"),
            self._renaming,
            tr("Rename"),
            hint=tr("Shift+Enter breaks the line"),
        )
        self.add_field(
            "role",
            tr("Role"),
            ChoiceField([("factor", tr("Factor")), (HUB, tr("Hub"))]),
            self._roles,
            setting(set_factor, "role", self.current_ids),
            tr("Change role"),
            hint=tr("A hub stands in the middle and is drawn large"),
        )
        self.add_look(is_open=False)
        self.add_section(tr("How it turns"))
        self._add(
            "friction",
            tr("Friction"),
            SliderField(low=0.0, high=_MOST_FRICTION, least=0.0, step=0.05),
            tr("Change friction"),
            tr("What share of its speed the factor loses in one time unit, for a mass of 1"),
        )
        self._add(
            "mass",
            tr("Mass"),
            SliderField(low=0.0, high=_MOST_MASS, curve=2.0, above=0.0, step=0.25),
            tr("Change mass"),
            tr("How long it takes to respond: heavy wheels start slowly and keep going"),
        )
        self._add(
            "score",
            tr("Score today, 1 to 10"),
            SliderField(
                low=0.0, high=10.0, above=0.0, most=10.0, step=1.0,
                is_optional=True, empty_text=tr("none"),
            ),
            tr("Change score"),
            tr("How well it is done today; a low score stalls what feeds it. Empty for none"),
        )  # fmt: skip
        self._add(
            "capacity",
            tr("Ceiling"),
            NumberOnlyField(above=0.0, step=0.5, is_optional=True, empty_text=tr("no ceiling")),
            tr("Change ceiling"),
            tr("The speed at which it is full: 1 is twice today's pace. Empty for no ceiling"),
        )
        self._add(
            "initial",
            tr("Speed at the start"),
            NumberOnlyField(step=0.1),
            tr("Change speed at the start"),
            tr("0 is today's pace, 1 is a hundred percent above it"),
        )
        self._metric_title = self.add_section(tr("How it is measured"))
        self._add_metric("name", tr("Metric"), WordField())
        self._add_metric("unit", tr("Unit"), WordField())
        for key, name in (
            ("baseline", tr("At the start")),
            ("current", tr("Now")),
            ("target", tr("Target")),
        ):
            field = NumberOnlyField(step=1.0, is_optional=True, empty_text=tr("not known"))
            self._add_metric(key, name, field)
        self._add_metric("date", tr("As of (2026-12-31)"), WordField())
        self.add_section(tr("Who and why"))
        self._add("owner", tr("Owner"), WordField(), tr("Change owner"))
        self._add("note", tr("Note"), WordField(lines=3, is_long=True), tr("Change note"))

        self._checklist_title = self.add_section(tr("What we do for it"))
        self.checklist = ActivityList(editor, is_wide=False, parent=self)
        self.add_widget(self.checklist)
        self.add_activity = QPushButton(tr("Add activity"), self)
        self.add_activity.setObjectName("more")
        self.add_activity.setAccessibleName(tr("Add activity"))
        self.add_activity.clicked.connect(self._on_add_activity)
        self.add_widget(self.add_activity)

    def show_rows_of_one(self, is_one: bool) -> None:
        self.set_row_visible("label", is_one)
        self._metric_title.setVisible(is_one)
        for widget in (self._checklist_title, self.checklist, self.add_activity):
            widget.setVisible(is_one)
        for key in METRIC_PARTS:
            self.set_row_visible(f"metric {key}", is_one)

    def show_values(self) -> None:
        super().show_values()
        factor = self.editor.flywheel.factors.get(self.ids[0]) if len(self.ids) == 1 else None
        places = [(factor.id, each.id) for each in factor.activities] if factor else []
        self.checklist.show_groups([("", places)])

    def set_tokens(self, tokens: Tokens) -> None:
        super().set_tokens(tokens)
        self.checklist.set_tokens(tokens)

    def finish(self) -> None:
        super().finish()
        self.checklist.finish()

    def _on_add_activity(self) -> None:
        place = self.checklist.add(self.ids[0])
        if place is not None:
            self.show_values()
            self.checklist.row(place).fields["text"].first_focus().setFocus()

    def _add(self, key: str, name: str, field: Field, undo_label: str, hint: str = "") -> None:
        read = partial(self.values, key)
        command = setting(set_factor, key, self.current_ids)
        self.add_field(key, name, field, read, command, undo_label, hint=hint)

    def _roles(self) -> list[str]:
        """What each is drawn as. A stage, and a role of another program, is a factor like others."""
        return [role if role == HUB else "factor" for role in self.values("role")]

    def _add_metric(self, key: str, name: str, field: Field) -> None:
        self.add_field(
            f"metric {key}",
            name,
            field,
            partial(self._metric_values, key),
            partial(self._setting_metric, key),
            tr("Change metric"),
        )

    def _metric_values(self, key: str) -> list[Any]:
        metrics = [metric or Metric() for metric in self.values("metric")]
        return [getattr(metric, key) for metric in metrics]

    def _setting_metric(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        given: dict[str, Any] = {key: (value or None) if key == "date" else value}
        return partial(set_metric, factor=self.ids[0], **given)

    def _renaming(self, label: str) -> Callable[[Flywheel], Flywheel]:
        return partial(rename_factor, factor=self.ids[0], label=label)
