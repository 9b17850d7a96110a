"""The paper for screen readers: a list whose children are its factors, links, bands and texts.

A QGraphicsView would show one child without children. What is selected is told as the focus, so
that a reader says it; nothing is made or told while no reader listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from flywheel_studio.geometry.plane import Point
from flywheel_studio.insight.spoken_names import (
    spoken_band,
    spoken_factor,
    spoken_link,
    spoken_wheel,
)
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Kind
from flywheel_studio.model.folding import folded_wheels, is_hidden

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from flywheel_studio.canvas.camera import Camera
    from flywheel_studio.canvas.scene import Sheet
    from flywheel_studio.drawing.primitives import Owner
    from flywheel_studio.drawing.theme import Theme
    from flywheel_studio.interaction.events import Hit
    from flywheel_studio.session.editor import Editor

Item = tuple[Kind, str]

# In the order of the keyboard: what Tab walks through, then what hangs on it.
# A wheel is listed while it is folded and stands for what it hides.
LISTED: Final[tuple[Kind, ...]] = ("wheels", "factors", "links", "bands", "texts")
_is_installed = False
_given: list[PaperAccess] = []


class Paper(Protocol):
    """What is asked of the view of the paper, beside what every widget answers."""

    @property
    def editor(self) -> Editor: ...

    @property
    def sheet(self) -> Sheet: ...

    @property
    def camera(self) -> Camera: ...

    @property
    def theme(self) -> Theme: ...

    @property
    def is_closed(self) -> bool: ...

    def hit(self, pixel: QPointF) -> Hit | None: ...

    def viewport(self) -> QWidget: ...

    def hasFocus(self) -> bool: ...


class PaperParts:
    """What is on one paper, as Qt is told of it: the same interface for a record every time."""

    def __init__(self, canvas: Paper) -> None:
        self._canvas = canvas
        self._parts: dict[Item, PartAccess] = {}

    def items(self) -> list[Item]:
        """What is on the paper now, in the order of its children."""
        if self._canvas.is_closed:
            return []
        flywheel = self._canvas.editor.flywheel
        folded = folded_wheels(flywheel)
        return [
            (kind, key)
            for kind in LISTED
            for key in flywheel.table(kind)
            if (key in folded if kind == "wheels" else not is_hidden(flywheel, (kind, key)))
        ]

    def part(self, item: Item) -> PartAccess:
        """The child for a record."""
        if item not in self._parts:
            part = self._parts[item] = PartAccess(self._canvas, item)
            QAccessible.registerAccessibleInterface(part)
        return self._parts[item]

    def close(self) -> None:
        """The paper goes, and its parts with it."""
        # Qt keeps what is registered by a number and would go on using what Python has freed.
        for part in self._parts.values():
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))
        self._parts.clear()


class PaperAccess(QAccessibleInterface):
    """The paper itself. Qt asks for children by their place in the list."""

    def __init__(self, canvas: Paper, parts: PaperParts) -> None:
        super().__init__()
        self._canvas = canvas
        self._widget = cast("QWidget", canvas)
        self._parts = parts

    def _widgets(self) -> list[QWidget]:
        """What lies over the paper, behind its records: a reader passes over what is nobody's child."""
        if self._canvas.is_closed:
            return []
        viewport = self._canvas.viewport()
        return [
            child
            for child in self._widget.children()
            if isinstance(child, QWidget)
            and child.isVisibleTo(self._widget)
            and not child.objectName().startswith("qt_scrollarea")
            and (child is not viewport or _has_widgets(viewport))
        ]

    # -- Qt's overrides

    def isValid(self) -> bool:
        return not self._canvas.is_closed

    def object(self) -> QObject:
        return self._widget

    def window(self):  # type: ignore[no-untyped-def]
        return self._widget.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        parent = self._widget.parentWidget()
        return None if parent is None else QAccessible.queryAccessibleInterface(parent)

    def childCount(self) -> int:
        return len(self._parts.items()) + len(self._widgets())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        items = self._parts.items()
        if 0 <= index < len(items):
            return self._parts.part(items[index])
        widgets = self._widgets()
        if 0 <= index - len(items) < len(widgets):
            return QAccessible.queryAccessibleInterface(widgets[index - len(items)])
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        items = self._parts.items()
        item = getattr(child, "item", None)
        if item is not None:
            return items.index(item) if item in items else -1
        widgets, widget = self._widgets(), child.object()
        return len(items) + widgets.index(widget) if widget in widgets else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at = self._canvas.viewport().mapFromGlobal(QPoint(x, y))
        hit = self._canvas.hit(at.toPointF())
        item = None if hit is None else (hit.owner, hit.id)
        return self._parts.part(item) if item in self._parts.items() else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        single = self._canvas.editor.selection.single if self.isValid() else None
        return (
            self._parts.part(single)
            if single is not None and single in self._parts.items()
            else None
        )

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._widget.accessibleName()
        if kind == QAccessible.Text.Description:
            return self._widget.accessibleDescription()
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """The paper is named by the program."""

    def rect(self) -> QRect:
        return _on_screen(self._widget, self._widget.rect())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._widget.hasFocus()
        state.multiSelectable = True
        state.invisible = not self._widget.isVisible()
        return state

    def foregroundColor(self) -> QColor:
        return QColor(self._canvas.theme.ink)

    def backgroundColor(self) -> QColor:
        return QColor(self._canvas.theme.paper)


class PartAccess(QAccessibleInterface):
    """One factor, link, text or folded wheel."""

    def __init__(self, canvas: Paper, item: Item) -> None:
        super().__init__()
        self.item = item
        self._canvas = canvas
        self._widget = cast("QWidget", canvas)

    def isValid(self) -> bool:
        if self._canvas.is_closed:
            return False
        return self.item[1] in self._canvas.editor.flywheel.table(self.item[0])

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._widget)

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> None:  # type: ignore[override]
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> None:  # type: ignore[override]
        return None

    def text(self, kind: QAccessible.Text) -> str:
        if kind != QAccessible.Text.Name or not self.isValid():
            return ""
        return spoken(self._canvas, self.item)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Labels are edited on the paper."""

    def rect(self) -> QRect:
        figure = self._canvas.sheet.figure(cast("Owner", self.item[0]), self.item[1])
        if figure is None:
            return QRect()
        camera = self._canvas.camera
        box = figure.box
        a = camera.pixel_of(Point(box.left, box.top))
        b = camera.pixel_of(Point(box.right, box.bottom))
        return _on_screen(self._canvas.viewport(), QRect(a.toPoint(), b.toPoint()))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        selection = self._canvas.editor.selection
        state.selectable = True
        state.focusable = True
        state.selected = self.item in selection.items
        state.focused = selection.single == self.item and self._widget.hasFocus()
        state.invalid = not self.isValid()
        return state


def spoken(canvas: Paper, item: Item) -> str:
    """The accessible name of a record."""
    flywheel, loops = canvas.editor.flywheel, canvas.sheet.overlays.loops
    kind, key = item
    if kind == "wheels":
        return spoken_wheel(flywheel, key, loops)
    if kind == "factors":
        return spoken_factor(flywheel, key, loops)
    if kind == "links":
        return spoken_link(flywheel, key, loops)
    if kind == "bands":
        return spoken_band(flywheel, key)
    return " ".join(flywheel.texts[key].text.split()) or tr("Text")


def install() -> None:
    """Let assistive technology find the paper of every window."""
    global _is_installed
    if not _is_installed:
        QAccessible.installFactory(_interface_for)
        _is_installed = True


def _interface_for(name: str, thing: QObject) -> QAccessibleInterface | None:
    announcer = getattr(thing, "announcer", None) if name == "Canvas" else None
    if announcer is None:
        return None
    # Another one each time: Qt deletes all that it was given when the widget goes, and asks again
    # whenever PySide has given the class of the widget one more signal or slot.
    paper = PaperAccess(announcer.canvas, announcer.parts)
    # It is Qt's until then: Python may not free it first.
    _given.append(paper)
    thing.destroyed.connect(_on_destroyed)
    return paper


def _on_destroyed(_thing: QObject | None = None) -> None:
    # In a moment: Qt may not have come to it yet.
    QTimer.singleShot(0, _forget)


def _forget() -> None:
    _given[:] = [paper for paper in _given if isValid(paper)]


def _has_widgets(parent: QWidget) -> bool:
    return any(
        isinstance(child, QWidget) and child.isVisibleTo(parent) for child in parent.children()
    )


def _on_screen(widget: QWidget, rect: QRect) -> QRect:
    return QRect(widget.mapToGlobal(rect.topLeft()), rect.size())
