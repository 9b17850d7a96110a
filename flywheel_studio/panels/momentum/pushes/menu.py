"""The context menu of the axis of pushes: what the mouse and the keys do, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from flywheel_studio.commands.pushes import is_lasting
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.momentum.pushes.mark import PushMark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flywheel_studio.panels.momentum.pushes.drag import PushDrag
    from flywheel_studio.panels.momentum.pushes.edit import PushEdit


class Axis(Protocol):
    """What the menu asks of the axis, beside what every widget answers."""

    @property
    def edit(self) -> PushEdit: ...

    @property
    def drag(self) -> PushDrag: ...

    @property
    def marks(self) -> Mapping[str, PushMark]: ...

    @property
    def can_add(self) -> bool: ...

    def add_shove(self, time: float) -> None: ...

    def add_push(self, time: float) -> None: ...

    def open(self, key: str) -> None: ...

    def delete(self, key: str) -> None: ...


def open_menu(axis: Axis, event: QContextMenuEvent) -> None:
    """Open the menu of what is under the pointer, or of the push that has the focus."""
    child = cast("QWidget", axis).childAt(event.pos())
    key = child.key if isinstance(child, PushMark) else ""
    if not key and event.reason() == QContextMenuEvent.Reason.Keyboard:
        key = next((key for key, mark in axis.marks.items() if mark.hasFocus()), "")
    menu = push_menu(axis, key, axis.drag.time_at(event.pos().x()))
    if not menu.isEmpty():
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
    event.accept()


def push_menu(axis: Axis, key: str, time: float) -> QMenu:
    """What can be done with a push, or at a time where there is none."""
    menu, edit = QMenu(cast("QWidget", axis)), axis.edit
    push = edit.push(key)
    if push is None:
        if axis.can_add:
            menu.addAction(tr("Shove here"), partial(axis.add_shove, time))
            menu.addAction(tr("Push from here"), partial(axis.add_push, time))
        return menu
    other = tr("Turn into a shove") if is_lasting(push) else tr("Turn into a push")
    menu.addAction(tr("Edit…"), partial(axis.open, key))
    menu.addAction(other, partial(edit.turn_kind, key))
    menu.addAction(tr("Turn round"), partial(edit.turn_round, key))
    switch = tr("Switch off") if push.active else tr("Switch on")
    menu.addAction(switch, partial(edit.switch, key))
    menu.addSeparator()
    menu.addAction(tr("Delete"), partial(axis.delete, key))
    return menu
