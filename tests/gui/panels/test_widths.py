"""No word, however long, makes a panel wider than its dock, and nothing of it is cut off there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QScrollBar,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from flywheel_studio.commands.links import give_range
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.loops.loop_list import NAME_ROLE
from flywheel_studio.panels.parts.labels import NameButton
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


def squeezed(panel: QWidget) -> list[str]:
    """Buttons whose words do not fit, and that have no way to say so."""
    return [
        f"{_named(button)} {button.width()} of {button.sizeHint().width()}"
        for button in panel.findChildren(QAbstractButton)
        if button.isVisibleTo(panel)
        and button.text()
        and not isinstance(button, NameButton)
        and button.width() < button.sizeHint().width()
        and not button.height() >= button.heightForWidth(button.width()) > 0
    ]


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


@pytest.fixture
def window_of(studio: Any, qtbot: Any, language: str) -> Iterator[Callable[..., Any]]:
    """A window with one long word everywhere, every panel a window of its own."""

    def make(letters: int, percent: int = 100) -> Any:
        studio.look.set_text_size(percent)
        window = studio.new_window()
        results_settle(window, qtbot)
        flywheel = worded(load_template("hyper-growth-sales", language), WORDS[letters])
        first = next(iter(flywheel.links))
        flywheel = give_range(flywheel, [first], 0.2)
        window.editor.replace(flywheel, None, None, ())
        results_settle(window, qtbot)
        return window

    yield make
    studio.look.set_text_size(100)


def alone(window: Any, name: str, width: int) -> QWidget:
    """A panel by itself, as wide as its dock may be."""
    dock = window.panels.docks_by_name[name]
    dock.setFloating(True)
    dock.show()
    dock.resize(width, 900)
    return dock.widget()


def left_over(panel: QWidget, qtbot: Any) -> list[str]:
    """What is wrong with a panel once it is laid out."""
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not found(panel), timeout=1_500)
    return found(panel)


def found(panel: QWidget) -> list[str]:
    return beyond(panel) + cut(panel) + squeezed(panel)


@pytest.mark.slow
@pytest.mark.parametrize(("letters", "percent"), [(41, 100), (66, 100), (66, 150)])
def test_no_panel_is_wider_than_its_dock_whatever_it_says(
    window_of: Callable[..., Any], qtbot: Any, letters: int, percent: int
) -> None:
    window = window_of(letters, percent)
    problems = []

    def look(name: str, what: object) -> None:
        for width in (320, 290):
            panel = alone(window, name, width)
            problems.extend(f"{what} at {width}: {one}" for one in left_over(panel, qtbot))

    for name in PANELS:
        for chosen in selections(window.editor.flywheel) if name == "properties" else [()]:
            window.editor.selection.set(chosen)
            look(name, (name, chosen))
    for name, begin in trials(window).items():
        begin()
        look("momentum", name)
    assert not problems, "\n".join(problems)


def trials(window: Any) -> dict[str, Callable[[], object]]:
    """What can be opened in the momentum panel."""
    panel = window.panels.momentum
    answers, pushes = panel.answers, panel.parts.pushes
    flywheel = window.editor.flywheel

    return {
        "levers": answers.levers.more.click,
        "scenario": partial(answers.edit_scenario, next(iter(flywheel.scenarios))),
        "push": partial(pushes.axis.opened.emit, next(iter(flywheel.pushes))),
        "shoves": partial(panel.push, next(iter(flywheel.factors))),
        "knock": panel.parts.knock.start.click,
    }


def test_what_is_cut_short_is_said_whole_in_a_tip(
    window_of: Callable[..., Any], qtbot: Any
) -> None:
    word = WORDS[66]
    window = window_of(66)
    panel = alone(window, "momentum", 320)
    window.panels.docks_by_name["loops"].raise_()
    key, factor = next(iter(window.editor.flywheel.factors.items()))
    pushes = panel.parts.pushes.factor
    pushes.choose(key)
    qtbot.waitUntil(lambda: pushes.isVisible() and pushes.width() < 300)
    asked = QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), pushes.mapToGlobal(QPoint(2, 2)))
    QApplication.sendEvent(pushes, asked)
    assert factor.label in pushes.toolTip()
    chips = [chip for chip in panel.push_bar.findChildren(NameButton) if chip.isVisible()]
    assert chips and all(word in chip.toolTip() for chip in chips)
    legend = [chip for chip in panel.chart.findChildren(NameButton) if word in chip.name]
    assert legend and all(chip.name in chip.toolTip() for chip in legend)
    QToolTip.hideText()
    loops = window.panels.loops
    named = next(loop for loop in window.editor.flywheel.header.loops if loop.name)
    rows = [loops.model.index(row) for row in range(loops.model.rowCount())]
    row = next(row for row in rows if row.data(NAME_ROLE) == named.name)
    option = QStyleOptionViewItem()
    option.rect = loops.view.visualRect(row)
    assert loops.view.itemDelegate().cut_short(row, option) == [named.name]


def selections(flywheel: Flywheel) -> list[tuple[tuple[str, str], ...]]:
    """One of each kind, some together, and none."""
    ones = [
        ((kind, next(iter(getattr(flywheel, kind)))),)
        for kind in ("factors", "links", "texts", "bands", "wheels")
        if getattr(flywheel, kind)
    ]
    return [(), *ones, tuple(one[0] for one in ones[:2])]
