"""No word, however long, makes a panel wider than its dock, and nothing of it is cut off there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QScrollBar,
    QWidget,
)

from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.storage.codec import decode, encode
from flywheel_studio.storage.templates import load_template
from tests.gui.stand import results_settle

WORDS = {
    41: "Kundenzufriedenheitsverbesserungsprogramm",
    66: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamt",
}
PANELS = ("loops", "outline", "properties", "checks", "momentum")
# What a person writes; `kind`, `role` and the like are words of the file.
WRITTEN = {"label", "title", "name", "purpose", "text", "owner", "note", "reason", "description"}


def worded(flywheel: Flywheel, word: str) -> Flywheel:
    """The drawing with one long word wherever a person can write some, and a number behind it."""
    seen: dict[str, str] = {}

    def turned(value: Any) -> Any:
        if isinstance(value, list):
            return [turned(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            key: seen.setdefault(each, f"{word}{len(seen)}")
            if key in WRITTEN and isinstance(each, str) and each
            else turned(each)
            for key, each in value.items()
        }

    return decode(json.dumps(turned(json.loads(encode(flywheel)))).encode()).flywheel


def beyond(panel: QWidget) -> list[str]:
    """What of a panel reaches beyond it, or beyond what scrolls it."""
    found = []
    for widget in panel.findChildren(QWidget):
        if not widget.isVisibleTo(panel) or isinstance(widget, QScrollBar):
            continue
        around = _room_of(widget, panel)
        if around is None:
            continue
        left = widget.mapTo(around, QPoint(0, 0)).x()
        if left < 0 or left + widget.width() > around.width():
            found.append(_named(widget) + f" {left}+{widget.width()} of {around.width()}")
    return found


def cut(panel: QWidget) -> list[str]:
    """Wrapped words that need more lines than they got."""
    return [
        _named(label)
        for label in panel.findChildren(QLabel)
        if label.isVisibleTo(panel)
        and label.wordWrap()
        and label.height() < label.heightForWidth(label.width())
    ]


def _room_of(widget: QWidget, panel: QWidget) -> QWidget | None:
    """What the widget has to stay inside of: the panel, but what scrolls sideways has its own."""
    around = widget.parentWidget()
    while around is not None and around is not panel:
        if isinstance(around, QAbstractItemView):
            return None
        around = around.parentWidget()
    return panel


def _named(widget: QWidget) -> str:
    words = widget.text() if hasattr(widget, "text") else ""
    return f"{type(widget).__name__}#{widget.objectName()} {str(words)[:30]!r}"


@pytest.fixture
def german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


@pytest.mark.parametrize("letters", WORDS)
@pytest.mark.parametrize("width", [290, 320])
def test_no_panel_is_wider_than_its_dock_whatever_it_says(
    studio: Any, qtbot: Any, german: None, letters: int, width: int
) -> None:
    window = studio.new_window()
    results_settle(window, qtbot)
    flywheel = worded(load_template("hyper-growth-sales", "de"), WORDS[letters])
    window.editor.replace(flywheel, None, None, ())
    results_settle(window, qtbot)
    problems = []
    for name in PANELS:
        dock = window.panels.docks_by_name[name]
        dock.setFloating(True)
        dock.show()
        dock.resize(width, 900)
        panel = dock.widget()
        for chosen in selections(flywheel) if name == "properties" else [()]:
            window.editor.selection.set(chosen)
            qtbot.wait(30)
            problems += [f"{name}{chosen}: {one}" for one in beyond(panel) + cut(panel)]
    assert not problems, "\n".join(problems)


def selections(flywheel: Flywheel) -> list[tuple[tuple[str, str], ...]]:
    """One of each kind, some together, and none."""
    ones = [
        ((kind, next(iter(getattr(flywheel, kind)))),)
        for kind in ("factors", "links", "texts", "bands", "wheels")
        if getattr(flywheel, kind)
    ]
    return [(), *ones, tuple(one[0] for one in ones[:2])]
