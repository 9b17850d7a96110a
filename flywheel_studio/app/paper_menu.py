"""The menu that a right click on the paper opens: what can be done with what is under it.

Its rows are the actions of the menu bar, so that each says its key and does the same there and here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from flywheel_studio.commands.links import flip_polarity, reverse_link
from flywheel_studio.interaction.events import Hit
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Kind
from flywheel_studio.model.folding import bundle_of, folded_wheels, shown_items

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.geometry.plane import Point


_CHOSEN: Final[tuple[Kind, ...]] = ("factors", "links", "texts", "wheels", "bands")


class PaperMenu:
    """Listens to the paper of one window. `actions`: those of the menu bar, in any order."""

    def __init__(self, window: WindowFrame, actions: Iterable[QAction]) -> None:
        self._window = window
        self._actions = {action.text().partition("\t")[0]: action for action in actions}
        window.canvas.context_requested.connect(self._on_context_requested)

    def close(self) -> None:
        """Hear the paper no more."""
        self._window.canvas.context_requested.disconnect(self._on_context_requested)

    def rows(self, hit: Hit | None) -> tuple[tuple[str, ...], ...]:
        """The names of the rows for what is under the pointer, in groups."""
        looks = (tr("Copy style"), tr("Paste style"))
        if hit is not None and hit.owner == "factors":
            return (
                (tr("Rename"), tr("Connect to…"), tr("Next factor on the ring")),
                (tr("Cut"), tr("Copy"), tr("Duplicate"), tr("Delete")),
                looks,
                (tr("Align"),),
                self._wheel_rows(hit.id),
            )
        if hit is not None and hit.owner == "links":
            return (
                (tr("Flip sign"), tr("Reverse")),
                (tr("Reset route"), tr("Switch link off or on")),
                looks,
                (tr("Delete"),),
            )
        if hit is not None and hit.owner == "texts":
            return (
                (tr("Rename"),),
                (tr("Cut"), tr("Copy"), tr("Duplicate"), tr("Delete")),
                looks,
                (tr("Align"),),
            )
        if hit is not None and hit.owner == "wheels":
            if hit.id in folded_wheels(self._window.editor.flywheel):
                return ((tr("Open wheel"), tr("Rename")), (tr("Delete"),))
            return (
                (tr("Fold wheel"), tr("Rename")),
                (tr("Add band"), tr("Attract, Engage, Delight")),
                looks,
                (tr("Delete"),),
            )
        if hit is not None and hit.owner == "bands":
            return (
                (tr("Rename"),),
                (tr("Add band"), tr("Attract, Engage, Delight")),
                looks,
                (tr("Delete"),),
            )
        return (
            (tr("Paste"), tr("Select all")),
            (tr("Arrange on a ring"), tr("Arrange as hub and spokes"), tr("Lay out everything")),
        )

    def build(self, hit: Hit | None) -> QMenu:
        """The menu for what is under the pointer."""
        menu = QMenu(self._window)
        own: dict[str, QAction] = {}
        if hit is not None and hit.owner == "links":
            own = self._link_actions(menu, hit.id)
        elif hit is not None and hit.owner == "wheels":
            own = self._wheel_actions(menu, hit.id)
        elif hit is not None and hit.owner == "factors":
            home = self._window.editor.flywheel.factors[hit.id].wheel
            own = {} if home is None else self._wheel_actions(menu, home)
            own.pop(tr("Rename"), None)
        for number, group in enumerate(filter(None, self.rows(hit))):
            if number:
                menu.addSeparator()
            for name in group:
                action = own.get(name) or self._actions.get(name)
                if action is not None:
                    menu.addAction(action)
        return menu

    def _wheel_rows(self, factor: str) -> tuple[str, ...]:
        """What a factor's wheel offers where there are several."""
        flywheel = self._window.editor.flywheel
        if len(flywheel.wheels) < 2:
            return ()
        move = (tr("Move to wheel…"),)
        return (*move, tr("Fold wheel")) if flywheel.factors[factor].wheel is not None else move

    def _wheel_actions(self, menu: QMenu, wheel: str) -> dict[str, QAction]:
        toolbox = self._window.toolbox
        fold, rename = QAction(menu), QAction(tr("Rename"), menu)
        is_folded = wheel in folded_wheels(self._window.editor.flywheel)
        fold.setText(tr("Open wheel") if is_folded else tr("Fold wheel"))
        fold.triggered.connect(lambda: toolbox.folding.toggle(wheel))
        rename.triggered.connect(lambda: toolbox.edit_label(wheel, "wheels"))
        return {fold.text(): fold, rename.text(): rename}

    def _link_actions(self, menu: QMenu, link: str) -> dict[str, QAction]:
        toolbox = self._window.toolbox
        # Links that are drawn as one are changed as one.
        bundle = bundle_of(self._window.editor.flywheel, link)
        links = (link,) if bundle is None else bundle.links
        flip, reverse = QAction(tr("Flip sign"), menu), QAction(tr("Reverse"), menu)
        flip.triggered.connect(
            lambda: toolbox.perform(tr("Flip sign"), lambda now: reduce(flip_polarity, links, now))
        )
        reverse.triggered.connect(
            lambda: toolbox.perform(
                tr("Reverse link"), lambda now: reduce(reverse_link, links, now)
            )
        )
        return {flip.text(): flip, reverse.text(): reverse}

    def _on_context_requested(self, hit: Hit | None, _where: Point, at: QPoint) -> None:
        if hit is not None and hit.owner == "loops":
            return  # `loop_menu` opens
        self._window.toolbox.settle()
        selection, flywheel = self._window.editor.selection, self._window.editor.flywheel
        if hit is not None and hit.owner != "loops" and hit.id not in flywheel.table(hit.owner):
            hit = None  # it was just being made, and that has been given up
        if hit is None:
            selection.clear()
        for kind in _CHOSEN:
            if hit is not None and kind == hit.owner and (kind, hit.id) not in selection:
                selection.set(shown_items(flywheel, [(kind, hit.id)]))
        menu = self.build(hit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
