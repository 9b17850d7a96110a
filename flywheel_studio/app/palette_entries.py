"""What the command palette lists: actions, factors, loops, templates and recent files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from flywheel_studio.app.command_palette import Entry
from flywheel_studio.app.dock import Dock
from flywheel_studio.app.focus_order import first_stop
from flywheel_studio.commands.links import connect
from flywheel_studio.drawing.folded_wheel import folded_name
from flywheel_studio.insight.sentences import factor_name, loop_ring
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.language.translate import current_language, ntr, tr
from flywheel_studio.storage.own_templates import own_templates, template_name
from flywheel_studio.storage.templates import templates

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels

_SEEN_MS: Final = 100


def all_entries(window: WindowFrame, panels: WindowPanels | None) -> list[Entry]:
    """Everything that can be done or gone to now."""
    entries = list(_actions(window))
    entries += _factors(window)
    if panels is not None:
        entries += _loops(window, panels)
    entries += _templates(window)
    for path in window.studio.recent.paths():
        do = partial(window.studio.open_path, path, window)
        entries.append(Entry(template_name(path), tr("Recent file"), do))
    return entries


def connect_entries(window: WindowFrame, source: str) -> list[Entry]:
    """The factors that a link can lead to from `source`, new ends first."""
    flywheel = window.editor.flywheel
    linked = {link.target for link in flywheel.links_out(source)}
    name = factor_name(flywheel, source)

    def entry(target: str) -> Entry:
        def do() -> None:
            step = tr("Connect {factor}", factor=short(name))
            window.toolbox.perform(step, lambda now: connect(now, source, target))

        there = factor_name(flywheel, target)
        return Entry(there, tr("linked already") if target in linked else "", do)

    others = [key for key in flywheel.factors if key != source]
    return [entry(key) for key in sorted(others, key=lambda key: key in linked)]


def wheel_entries(window: WindowFrame) -> list[Entry]:
    """The wheels into which the selected factors can go: those that do not hold all of them."""
    flywheel = window.editor.flywheel
    homes = {flywheel.factors[key].wheel for key in window.editor.selection.factors}
    return [
        Entry(
            folded_name(flywheel, key),
            ntr("{n} factor", "{n} factors", len(flywheel.factors_of[key])),
            partial(window.toolbox.folding.move_into, key),
        )
        for key in flywheel.wheels
        if homes != {key}
    ]


def _actions(window: WindowFrame) -> Iterator[Entry]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _of_menu(menu, _words(action))


def _of_menu(menu: QMenu, kind: str) -> Iterator[Entry]:
    # Menus that are filled when they open have rows of their own below.
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            if inner.property("is_listed") is not False:
                yield from _of_menu(inner, f"{kind} › {_words(action)}")
        elif not action.isSeparator() and action.isEnabled() and action.text():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            name, _, plain_key = action.text().partition("\t")
            dock = action.parent()
            do = partial(_go_to_panel, dock) if isinstance(dock, Dock) else action.trigger
            yield Entry(_without_marks(name), kind, do, keys or plain_key)


def _go_to_panel(dock: Dock) -> None:
    """Bring a panel and give it the keys; one that has them already is closed."""
    if dock.isAncestorOf(QApplication.focusWidget() or dock.window()):
        dock.close()
        return
    dock.come()
    # Some panels fill themselves once they are seen.
    QTimer.singleShot(_SEEN_MS, dock, partial(_give_keys, dock))


def _give_keys(dock: Dock) -> None:
    stop = first_stop(dock.widget())
    if stop is not None:
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _factors(window: WindowFrame) -> Iterator[Entry]:
    flywheel = window.editor.flywheel
    for key in flywheel.factors:
        yield Entry(factor_name(flywheel, key), tr("Factor"), partial(_go_to, window, key))


def _go_to(window: WindowFrame, factor: str) -> None:
    if factor in window.editor.flywheel.factors:
        window.editor.selection.set_one("factors", factor)
        window.canvas.show_record("factors", factor)
        window.canvas.setFocus()


def _loops(window: WindowFrame, panels: WindowPanels) -> Iterator[Entry]:
    results = panels.live_results.results
    flywheel = window.editor.flywheel
    for loop in results.loops[:200] if results is not None else ():
        if all(key in flywheel.factors for key in loop.factors):
            name = f"{loop.id}  {loop_ring(flywheel, loop)}"
            yield Entry(name, tr("Loop"), partial(panels.loops.choose, loop))


def _templates(window: WindowFrame) -> Iterator[Entry]:
    language, studio = current_language(), window.studio
    for row in templates():
        do = partial(studio.open_template, row.id, window)
        yield Entry(" ".join(row.title(language).split()), tr("Template"), do)
    for path in own_templates():
        yield Entry(
            template_name(path),
            tr("Your template"),
            partial(studio.open_own_template, path, window),
        )


def _words(action: QAction) -> str:
    return _without_marks(action.text())


def _without_marks(words: str) -> str:
    """The words without the marks of keys: "&File" is "File", "a && b" is "a & b"."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")
