"""What a wheel is for, who looks after it, the one goal that it serves, and its look.

Shown for the wheels that are selected, and while nothing is, below the document's own fields. Then
one of several wheels is chosen in a list; the first is chosen to begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.goals import set_goal
from flywheel_studio.commands.styles import set_style
from flywheel_studio.drawing.numbers_shown import ECONOMICS, GOAL, METRICS, is_shown
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.insight.words import stage_words, status_words
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Goal, Wheel
from flywheel_studio.panels.fields.choices import ListField, SwitchField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.properties.looks.form import LookForm
from flywheel_studio.session.editor import Editor

_NONE: Final = ""
# What belongs to one wheel alone.
_ONE_ONLY: Final = (
    "title", "start", "goal", "goal factor", "goal metric", "goal unit", "goal target", "goal by",
)  # fmt: skip


class WheelForm(Form):
    """Title, purpose, owner, stage, status, start, parent and goal. What several wheels cannot
    share is hidden while several are selected."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        # Whether what is selected is a matter for it: nothing, or wheels.
        self.is_wanted = True
        # Which wheel is chosen in the list, and which are selected on the paper.
        self._wheel: str | None = None
        self._ids: tuple[str, ...] = ()
        self._factors = ListField([])
        self._starts = ListField([])
        self._parents = ListField([])
        self._chooser = ListField([])
        self._title = self.add_section(tr("Wheel"))
        self._chooser.previewed.connect(self._on_chosen)
        self._chooser.set_name(tr("Wheel"))
        self.add_widget(self._chooser)
        self._add("title", tr("Title of the wheel"), WordField(), tr("Rename wheel"))
        self._add("purpose", tr("Purpose"), WordField(lines=2, is_long=True), tr("Change purpose"))
        self._add("owner", tr("Owner"), WordField(), tr("Change owner"))
        self._add(
            "stage", tr("Stage"), ListField(stages(), is_open=True), tr("Change stage"),
            tr("How far it has come: one of these, or a word of your own"),
        )  # fmt: skip
        self._add(
            "status", tr("Status"), ListField(statuses(), is_open=True), tr("Change status"),
            tr("How it goes: one of these, or a word of your own"),
        )  # fmt: skip
        self._add(
            "start", tr("The story starts with"), self._starts, tr("Change start"),
            tr("The factor at the top of the wheel, where telling it begins"),
        )  # fmt: skip
        self._add("parent", tr("Serves the wheel"), self._parents, tr("Change parent wheel"))
        self.look = LookForm(editor, "wheels", self, is_open=False)
        self.add_form(self.look)
        self._goal_title = self.add_section(tr("Goal"))
        self._add_goal("text", tr("What the wheel is for, in one sentence"), WordField(lines=2))
        self._add_goal("factor", tr("Factor that it is about"), self._factors)
        self._add_goal("metric", tr("Metric"), WordField())
        self._add_goal("unit", tr("Unit"), WordField())
        target = NumberOnlyField(step=1.0, is_optional=True, empty_text=tr("not set"))
        self._add_goal("target", tr("Target"), target)
        self._add_goal("by", tr("By when (2026-12-31)"), WordField())
        self.add_section(tr("Shown on the drawing"))
        for key, name in (
            (GOAL, tr("Goal of the wheel")),
            (METRICS, tr("Metrics of its factors")),
            (ECONOMICS, tr("Unit economics")),
        ):
            self.add_field(
                f"show {key}",
                name,
                SwitchField(name),
                partial(self._read_shown, key),
                partial(self._setting_shown, key),
                tr("Change what is shown"),
                is_named=False,
            )

    @property
    def wheel(self) -> str | None:
        """The id of the wheel that is shown; of several the first."""
        return next(iter(self.ids), None)

    @property
    def ids(self) -> tuple[str, ...]:
        """The wheels that are shown."""
        if self._ids:
            return self._ids
        return () if self._wheel is None else (self._wheel,)

    def set_ids(self, ids: Sequence[str]) -> None:
        """Turn to these wheels; to the one that is chosen in the list where there are none."""
        if tuple(ids) != self._ids:
            self.finish()
            self._ids = tuple(ids)
        self.show_values()

    def set_wheel(self, wheel: str | None) -> None:
        """Turn to this wheel."""
        if wheel != self._wheel:
            self.finish()
            self._wheel = wheel
        self.show_values()

    def show_values(self) -> None:
        flywheel = self.editor.flywheel
        if self._wheel not in flywheel.wheels:
            self._wheel = next(iter(flywheel.wheels), None)
        self.setVisible(bool(self.ids) and self.is_wanted)
        if not self.ids:
            return
        nothing = (_NONE, tr("not set"))
        factors = [(key, factor_name(flywheel, key)) for key in flywheel.factors]
        wheels = wheel_rows(flywheel)
        others = [row for row in wheels if row[0] not in self.ids]
        n = len(self.ids)
        self._title.setText(tr("Wheel") if n == 1 else ntr("{n} wheel", "{n} wheels", n))
        self._chooser.set_choices(wheels)
        self._chooser.show_value(self._wheel)
        self._chooser.setVisible(len(wheels) > 1 and not self._ids)
        self._factors.set_choices([nothing, *factors])
        self._starts.set_choices([nothing, *factors])
        self._parents.set_choices([nothing, *others])
        self._goal_title.setVisible(n == 1)
        for key in _ONE_ONLY:
            self.set_row_visible(key, n == 1)
        self.set_row_visible("parent", bool(others))
        super().show_values()
        self.look.set_items([("wheels", key) for key in self.ids])
        # A title stands on the paper where there are several wheels; its look means nothing before.
        self.look.setVisible(len(wheels) > 1)

    def set_tokens(self, tokens: Any) -> None:
        super().set_tokens(tokens)
        self._chooser.set_tokens(tokens)

    def _add(self, key: str, name: str, field: Field, undo_label: str, hint: str = "") -> None:
        read, command = partial(self._read, key), partial(self._setting, key)
        self.add_field(key, name, field, read, command, undo_label, hint=hint)

    def _add_goal(self, key: str, name: str, field: Field) -> None:
        self.add_field(
            "goal" if key == "text" else f"goal {key}",
            name,
            field,
            partial(self._read_goal, key),
            partial(self._setting_goal, key),
            tr("Change goal"),
        )

    def _records(self) -> list[Wheel]:
        wheels = self.editor.flywheel.wheels
        return [wheels[key] for key in self.ids if key in wheels]

    def _read(self, key: str) -> list[Any]:
        return [getattr(wheel, key) or _NONE for wheel in self._records()]

    def _read_goal(self, key: str) -> list[Any]:
        values = [getattr(wheel.goal or Goal(), key) for wheel in self._records()]
        return [value if value is not None or key == "target" else _NONE for value in values]

    def _read_shown(self, key: str) -> list[Any]:
        return [is_shown(wheel.style, key) for wheel in self._records()]

    def _setting_shown(self, key: str, value: bool) -> Callable[[Flywheel], Flywheel]:
        given: dict[str, Any] = {key: value or None}
        return partial(set_style, kind="wheels", ids=self.ids, **given)

    def _setting(self, key: str, value: str) -> Callable[[Flywheel], Flywheel]:
        given: dict[str, Any] = {key: value or (None if key in ("start", "parent") else "")}
        return partial(_for_each, ids=self.ids, fields=given)

    def _setting_goal(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        given: dict[str, Any] = {key: (value or None) if key in ("factor", "by") else value}
        return partial(set_goal, wheel=self.wheel or "", **given)

    def _on_chosen(self, wheel: str) -> None:
        self.set_wheel(wheel)


def _for_each(flywheel: Flywheel, ids: Sequence[str], fields: dict[str, Any]) -> Flywheel:
    for wheel in ids:
        flywheel = set_wheel(flywheel, wheel, **fields)
    return flywheel


def wheel_rows(flywheel: Flywheel) -> list[tuple[str, str]]:
    """The wheels by id and name, as a list offers them."""
    return [(key, wheel_name(wheel)) for key, wheel in flywheel.wheels.items()]


def wheel_name(wheel: Wheel) -> str:
    """A wheel's title in one line; its id where it has none."""
    return " ".join(wheel.title.split()) or wheel.id


def stages() -> list[tuple[str, str]]:
    """The stages of a wheel, as the file and as people call them."""
    known = ("proof of concept", "pilot", "production", "handed over")
    return [(_NONE, tr("not set")), *((word, stage_words(word)) for word in known)]


def statuses() -> list[tuple[str, str]]:
    """The states of a wheel, as the file and as people call them."""
    known = ("spinning", "plateaued", "died")
    return [(_NONE, tr("not set")), *((word, status_words(word)) for word in known)]
