"""The draw menu: the tools, what adds to the drawing, and what arranges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from flywheel_studio.app.menu_rows import MenuRows, Slot
from flywheel_studio.app.tidy_menu import TidyMenu
from flywheel_studio.commands.arrange import (
    arrange_hub_and_spokes,
    arrange_on_ring,
    distribute_on_ring,
)
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_extras import WindowExtras


class DrawMenu:
    """`tools`: the actions that choose a tool, one of them ticked."""

    def __init__(
        self, window: WindowFrame, menu: QMenu, rows: MenuRows, extras: WindowExtras
    ) -> None:
        self._window = window
        toolbox = window.toolbox
        self.tools = QActionGroup(menu)
        for tool, title, key in (
            ("select", tr("Select"), "V"),
            ("place", tr("Factor"), "F"),
            ("connect", tr("Link"), "L"),
            ("text", tr("Text"), "T"),
        ):
            action = rows.add(menu, f"{title}\t{key}", self._tool_slot(tool), sign=tool)
            action.setIconText(title)
            action.setToolTip(tr("{name} ({key})", name=title, key=key))
            action.setCheckable(True)
            action.setData(tool)
            self.tools.addAction(action)
        toolbox.tool_changed.connect(self._on_tool_changed)
        self._on_tool_changed(toolbox.active)
        menu.addSeparator()
        rows.add(menu, tr("Next factor on the ring"), toolbox.add_next_on_ring, "Ctrl+Right")
        rows.add(menu, tr("Add wheel"), self._add_wheel)
        rows.add(menu, tr("Add band"), toolbox.add_band)
        rows.add(menu, tr("Attract, Engage, Delight"), toolbox.set_stages)
        rows.add(menu, tr("Fold or open wheel"), toolbox.folding.toggle, "Ctrl+Alt+F")
        rows.add(menu, tr("Move to wheel…"), extras.move_to_wheel, "Ctrl+Alt+M")
        add = rows.add(menu, tr("Add a factor"), toolbox.add_factor, "Ins")
        # In the outline the same key adds one there.
        add.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        window.canvas.addAction(add)
        rows.add(menu, tr("Connect to…"), extras.connect_selected, "Ctrl+L")
        rows.add(menu, tr("Turn the sign"), extras.turn_sign, "Ctrl+Shift+L")
        rows.add(menu, tr("Bend to the left"), extras.bend_left, "Ctrl+[")
        rows.add(menu, tr("Bend to the right"), extras.bend_right, "Ctrl+]")
        menu.addSeparator()
        rows.add(menu, tr("Arrange on a ring"), self.arrange_on_ring, "Ctrl+R", "ring")
        rows.add(menu, tr("Arrange as hub and spokes"), self._arrange_hub)
        rows.add(menu, tr("Distribute on the ring"), self._distribute)
        rows.add(menu, tr("Lay out everything"), self._lay_out, "Ctrl+Shift+R")
        menu.addSeparator()
        self._tidy = TidyMenu(window, menu)

    def arrange_on_ring(self) -> None:
        """Put everything on a ring and show it."""
        self._window.toolbox.arrange(tr("Arrange on a ring"), arrange_on_ring)
        self._window.canvas.fit()

    def close(self) -> None:
        """Listen no more."""
        self._window.toolbox.tool_changed.disconnect(self._on_tool_changed)

    def _tool_slot(self, tool: str) -> Slot:
        def use() -> None:
            self._window.toolbox.use(tool)
            self._window.canvas.setFocus()

        return use

    def _on_tool_changed(self, tool: str) -> None:
        for action in self.tools.actions():
            action.setChecked(action.data() == tool)

    def _arrange_hub(self) -> None:
        self._window.toolbox.arrange(tr("Arrange as hub and spokes"), arrange_hub_and_spokes)
        self._window.canvas.fit()

    def _add_wheel(self) -> None:
        self._window.toolbox.add_wheel()
        self._window.canvas.fit()

    def _lay_out(self) -> None:
        self._window.toolbox.lay_out(tr("Lay out everything"), self._window.canvas.fit)

    def _distribute(self) -> None:
        window = self._window
        before, factors = window.editor.flywheel, window.editor.selection.factors
        done = window.toolbox.perform(
            tr("Distribute on the ring"), lambda now: distribute_on_ring(now, sorted(factors))
        )
        if done and window.editor.flywheel == before:
            window.say(tr("What stands on the ring stands at equal distances already."))
