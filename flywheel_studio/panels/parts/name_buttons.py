"""A button for each of some things with names, as chips and legends have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtWidgets import QWidget

from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.labels import NameButton


def refill(
    row: FlowLayout,
    buttons: dict[str, NameButton],
    names: Mapping[str, str],
    make: Callable[[str], NameButton],
) -> None:
    """Give each name a button, in this order. Those that were there stay, and with them the keyboard.

    Args:
        row: where they stand; nothing else does afterwards.
        buttons: by key; changed in place.
        make: a button for a key that had none, not yet in the row.
    """
    before = dict(buttons)
    buttons.clear()
    while row.takeAt(0) is not None:
        pass
    for key, name in names.items():
        button = before.pop(key, None)
        if button is None:
            button = make(key)
        else:
            button.set_name(name)
        row.addWidget(button)
        button.show()
        buttons[key] = button
    for gone in before.values():
        gone.hide()
        gone.deleteLater()
    for one, following in pairwise(buttons.values()):
        QWidget.setTabOrder(one, following)
    row.invalidate()
