"""A person at the paper: the headless editor with its tools, driven by hand."""

from __future__ import annotations

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import Hit, KeyEvent, Modifier, PointerEvent
from flywheel_studio.interaction.feedback import Feedback
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Factor, Link, Wheel
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor

RING = (
    ("Traffic", 0.0, -240.0),
    ("Sellers", 240.0, 0.0),
    ("Selection", 0.0, 240.0),
    ("Experience", -240.0, 0.0),
)


class Studio:
    """A person at the paper. Factors are named by label, places are points."""

    def __init__(self, flywheel: Flywheel) -> None:
        self.clock = ManualClock()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.tools = ToolBox(self.editor)
        self.zoom = 1.0
        self.at = Point(0.0, 0.0)
        self.problems: list[str] = []
        self.requested: list[str] = []
        self.tools.problem.connect(self.problems.append)
        self.tools.label_edit_requested.connect(self.requested.append)

    # -- doing

    def tool(self, name: str) -> Studio:
        self.tools.use(name)
        return self

    def press(self, what: str | Point | Hit, *modifiers: Modifier) -> Studio:
        return self._pointer("press", what, modifiers)

    def move_to(self, what: str | Point | Hit, *modifiers: Modifier) -> Studio:
        return self._pointer("move", what, modifiers)

    def hover(self, what: str | Point | Hit) -> Studio:
        return self._pointer("hover", what, ())

    def release(self, *modifiers: Modifier, over: Hit | None = None) -> Studio:
        return self._pointer("release", over or self.at, modifiers)

    def click(self, what: str | Point | Hit, *modifiers: Modifier) -> Studio:
        return self.press(what, *modifiers).release(*modifiers)

    def double_click(self, what: str | Point | Hit) -> Studio:
        self.click(what)
        return self._pointer("double", what, ()).release()

    def drag(self, what: str | Point | Hit, to: str | Point | Hit, *modifiers: Modifier) -> Studio:
        return self.press(what, *modifiers).move_to(to, *modifiers).release(*modifiers)

    def key(self, key: str, *modifiers: Modifier, text: str = "") -> Studio:
        self.tools.key(KeyEvent(key, text, frozenset(modifiers)))
        return self

    def type(self, text: str) -> Studio:
        """Into the open text field, as the canvas would pass it on."""
        assert self.tools.label_edit.preview(text), self.tools.label_edit.problem
        return self

    def wait(self, milliseconds: int) -> Studio:
        self.clock.advance(milliseconds)
        return self

    def _pointer(self, kind, what: str | Point | Hit, modifiers) -> Studio:
        under: Hit | None = None
        if isinstance(what, Hit):
            under = what
            if what.owner == "factors":
                self.at = places(self.flywheel)[what.id]
        elif isinstance(what, Point):
            self.at = what
        else:
            key = self.id(what)
            under, self.at = Hit("factors", key), places(self.flywheel)[key]
        if under is None:
            under = self._under(self.at)
        self.tools.pointer(
            PointerEvent(kind, self.at, under, "left", frozenset(modifiers), self.zoom)
        )
        return self

    def _under(self, point: Point) -> Hit | None:
        key = self.tools.paper.nearest_factor(point, 0.0)
        if key is not None:
            return Hit("factors", key)
        wheel = self.tools.paper.folded_at(point)
        return None if wheel is None else Hit("wheels", wheel)

    # -- looking

    @property
    def flywheel(self) -> Flywheel:
        return self.editor.flywheel

    @property
    def feedback(self) -> Feedback:
        return self.tools.feedback

    def id(self, label: str) -> str:
        found = [f.id for f in self.flywheel.factors.values() if f.label == label]
        assert len(found) == 1, f"{label!r}: {found}"
        return found[0]

    def factor(self, label: str) -> Factor:
        return self.flywheel.factors[self.id(label)]

    def place(self, label: str) -> Point:
        return places(self.flywheel)[self.id(label)]

    def labels(self) -> list[str]:
        return [factor.label for factor in self.flywheel.factors.values()]

    def links(self) -> list[tuple[str, str]]:
        """(source, target) by label, in file order."""
        factors = self.flywheel.factors
        return [(factors[k.source].label, factors[k.target].label) for k in self.link_records()]

    def link_records(self) -> list[Link]:
        return list(self.flywheel.links.values())

    def link(self, source: str, target: str) -> Link:
        wanted = self.id(source), self.id(target)
        return next(k for k in self.link_records() if (k.source, k.target) == wanted)

    def selected(self) -> set[str]:
        """The labels of the selected factors and the ids of everything else."""
        factors = self.flywheel.factors
        return {
            factors[key].label if kind == "factors" else key
            for kind, key in self.editor.selection.items
        }

    def history_labels(self) -> list[str]:
        return self.editor.history.labels()


def ring_of_four(*, linked: bool = False) -> Flywheel:
    flywheel = Flywheel(wheels={"main": Wheel(id="main")})
    for label, x, y in RING:
        flywheel = add_factor(flywheel, label=label, x=x, y=y)
    if linked:
        names = [label.lower() for label, _, _ in RING]
        for source, target in zip(names, names[1:] + names[:1], strict=True):
            flywheel = connect(flywheel, source, target)
    return flywheel
