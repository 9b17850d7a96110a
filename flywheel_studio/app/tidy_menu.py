"""The rows of the draw menu that tidy up what is selected: align, distribute, sizes, routes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from flywheel_studio.app.frame import WindowFrame


class TidyMenu:
    """Adds its rows to a menu. What cannot be done for this selection is said when it is asked."""

    def __init__(self, window: WindowFrame, menu: QMenu) -> None:
        tidy = window.toolbox.tidy
        self._window = window
        align = menu.addMenu(tr("Align"))
        self._add(align, tr("Align left"), partial(tidy.align, "left"))
        self._add(align, tr("Align centres"), partial(tidy.align, "center"))
        self._add(align, tr("Align right"), partial(tidy.align, "right"))
        align.addSeparator()
        self._add(align, tr("Align top"), partial(tidy.align, "top"))
        self._add(align, tr("Align middles"), partial(tidy.align, "middle"))
        self._add(align, tr("Align bottom"), partial(tidy.align, "bottom"))
        align.addSeparator()
        self._add(align, tr("Distribute across"), partial(tidy.distribute, "across"))
        self._add(align, tr("Distribute down"), partial(tidy.distribute, "down"))
        align.addSeparator()
        self._add(align, tr("Same size"), tidy.same_size)
        self._add(menu, tr("Reset route"), tidy.reset_route)
        self._add(menu, tr("Switch link off or on"), tidy.switch)

    def _add(self, menu: QMenu, text: str, verb: Callable[[], bool]) -> None:
        action = QAction(text, menu)
        action.triggered.connect(partial(self._do, verb))
        menu.addAction(action)

    def _do(self, verb: Callable[[], bool], _checked: bool = False) -> None:
        self._window.toolbox.settle()
        verb()
