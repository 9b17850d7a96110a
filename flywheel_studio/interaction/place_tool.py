"""The place tools: a click puts a factor (F) or a text (T) on the paper, its words open."""

from __future__ import annotations

from typing import Literal

from flywheel_studio.commands.factors import add_factor, new_factor_id
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.texts import add_text, new_text_id
from flywheel_studio.commands.wheels import home_at
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import KeyEvent, PointerEvent
from flywheel_studio.interaction.feedback import Feedback
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr


class PlaceTool:
    """One state: waiting for the click."""

    def __init__(self, bench: Bench, name: Literal["place", "text"] = "place") -> None:
        self.name: str = name
        self._bench = bench

    @property
    def is_idle(self) -> bool:
        return True

    @property
    def feedback(self) -> Feedback:
        hint = (
            tr("Click where the new factor belongs.")
            if self.name == "place"
            else tr("Click where the text belongs; Enter puts it below the drawing.")
        )
        return Feedback(cursor="cross", hint=hint)

    def pointer(self, event: PointerEvent) -> None:
        if event.kind not in ("press", "double") or event.button != "left":
            return
        if self.name == "place":
            place_factor(self._bench, event.where)
        else:
            place_text(self._bench, event.where)
        self._bench.used.emit(self.name)

    def key(self, event: KeyEvent) -> bool:
        """Enter puts a text below the drawing, where no pointer is at hand."""
        if self.name != "text" or event.key != "Enter" or event.modifiers:
            return False
        place_text(self._bench, self._bench.paper.below())
        self._bench.used.emit(self.name)
        return True

    def cancel(self) -> None:
        pass

    def settle(self) -> None:
        pass


def place_factor(bench: Bench, where: Point) -> None:
    """Make a factor at a point and open its label, as one step."""
    label = tr("New factor")
    try:
        home = home_at(bench.editor.flywheel, where)
    except CommandProblem as problem:
        bench.problem.emit(str(problem))
        return
    bench.make_and_name(
        label,
        lambda now, key: add_factor(now, label=label, x=where.x, y=where.y, wheel=home, id=key),
        new_factor_id(bench.editor.flywheel, label),
    )


def place_text(bench: Bench, where: Point) -> None:
    """Make a text at a point and open its words, as one step."""
    words = tr("Text")
    bench.make_and_name(
        tr("Add text"),
        lambda now, key: add_text(now, words, where.x, where.y, id=key),
        new_text_id(bench.editor.flywheel),
        "texts",
    )
