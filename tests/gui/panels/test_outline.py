"""The outline as a second way to edit everything, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu

from flywheel_studio.app.command_palette import Palette, ranked
from flywheel_studio.commands.factors import move_factors, rename_factor
from flywheel_studio.geometry.plane import Point
from flywheel_studio.panels.outline.rows import walk
from tests.gui.stand import results_settle, template_window

KEY = Qt.Key


@pytest.fixture
def window(studio, qtbot):
    window = template_window(studio, qtbot)
    settle(window, qtbot)
    window.panels.docks_by_name["outline"].raise_()
    tree(window).setFocus()
    return window


def settle(window, qtbot):
    results_settle(window, qtbot)
    window.panels.outline.refresh()


def tree(window):
    return window.panels.outline.tree


def go_to(window, kind: str, key: str) -> None:
    tree(window).setCurrentItem(window.panels.outline.item_of(kind, key))


def editor_of(window) -> QLineEdit:
    assert tree(window).state() == QAbstractItemView.State.EditingState
    return next(field for field in tree(window).findChildren(QLineEdit) if field.isVisible())


def below(window, kind: str, key: str) -> list[str]:
    item = window.panels.outline.item_of(kind, key)
    return [item.child(number).text(0) for number in range(item.childCount())]


def test_it_lists_wheels_factors_links_loops_and_checks(window):
    assert below(window, "factors", "traffic") == ["+ → Sellers", "+ → Growth"]
    groups = [row.id for row in window.panels.outline.rows if row.kind == "group"]
    assert "loops" in groups
    assert len(below(window, "group", "loops")) == 2


def test_selecting_goes_both_ways(window):
    go_to(window, "factors", "sellers")
    assert window.editor.selection.items == {("factors", "sellers")}
    window.editor.selection.set_one("factors", "growth")
    assert [item.text(0) for item in tree(window).selectedItems()] == ["Growth"]


def test_f2_renames_and_escape_leaves_the_name(window, qtbot):
    go_to(window, "factors", "selection")
    QTest.keyClick(tree(window), KEY.Key_F2)
    field = editor_of(window)
    field.selectAll()
    QTest.keyClicks(field, "Choice")
    QTest.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.editor.flywheel.factors["selection"].label == "Choice")
    go_to(window, "factors", "sellers")
    QTest.keyClick(tree(window), KEY.Key_F2)
    QTest.keyClicks(editor_of(window), "Nobody")
    QTest.keyClick(editor_of(window), KEY.Key_Escape)
    assert window.editor.flywheel.factors["sellers"].label == "Sellers"


def test_a_label_of_two_lines_keeps_them_when_nothing_is_typed(window, qtbot):
    window.toolbox.perform("x", lambda now: rename_factor(now, "traffic", "Two\nlines"))
    window.panels.outline.refresh()
    go_to(window, "factors", "traffic")
    QTest.keyClick(tree(window), KEY.Key_F2)
    QTest.keyClick(editor_of(window), KEY.Key_Return)
    qtbot.waitUntil(lambda: tree(window).state() == QAbstractItemView.State.NoState)
    assert window.editor.flywheel.factors["traffic"].label == "Two\nlines"


def test_f2_on_a_link_edits_its_label_in_place(window, qtbot):
    link = next(
        link.id for link in window.editor.flywheel.links_out("traffic") if link.target == "sellers"
    )
    steps = len(window.editor.history.labels())
    go_to(window, "links", link)
    QTest.keyClick(tree(window), KEY.Key_F2)
    assert editor_of(window).text() == ""
    QTest.keyClicks(editor_of(window), "brings shops")
    QTest.keyClick(editor_of(window), KEY.Key_Return)
    qtbot.waitUntil(lambda: window.editor.flywheel.links[link].label == "brings shops")
    assert window.editor.history.labels()[steps:] == ["Change label of link"]
    settle(window, qtbot)
    item = window.panels.outline.item_of("links", link)
    assert item.text(0) == "+ → Sellers “brings shops”"
    assert "brings shops" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(tree(window), KEY.Key_F2)
    assert editor_of(window).text() == "brings shops"
    editor_of(window).clear()
    QTest.keyClick(editor_of(window), KEY.Key_Return)
    qtbot.waitUntil(lambda: window.editor.flywheel.links[link].label == "")


@pytest.mark.parametrize("where", ["paper", "outline", "loops"])
def test_shift_f10_opens_the_menu_of_what_is_current(window, qtbot, where):
    window.editor.selection.set_one("factors", "sellers")
    if where == "paper":
        window.canvas.setFocus()
    elif where == "outline":
        go_to(window, "factors", "sellers")
    else:
        loops = window.panels.loops
        window.panels.docks_by_name["loops"].raise_()
        loops.view.setFocus()
        loops.choose(loops.model.loops[0])
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    try:
        texts = [action.text().partition("\t")[0] for action in menu.actions()]
        assert ("Rename" in texts) is (where != "loops") and texts
    finally:
        menu.close()


def test_insert_adds_a_factor_on_the_ring_and_opens_its_name(window, qtbot):
    before = len(window.editor.flywheel.factors)
    go_to(window, "factors", "traffic")
    QTest.keyClick(tree(window), KEY.Key_Insert)
    QTest.keyClicks(editor_of(window), "Reviews")
    QTest.keyClick(editor_of(window), KEY.Key_Return)

    def labels():
        return [factor.label for factor in window.editor.flywheel.factors.values()]

    qtbot.waitUntil(lambda: labels()[-1] == "Reviews")
    assert len(labels()) == before + 1


def test_delete_takes_what_is_chosen_and_the_keyboard_goes_on(window):
    go_to(window, "factors", "sellers")
    QTest.keyClick(tree(window), KEY.Key_Delete)
    assert "sellers" not in window.editor.flywheel.factors
    assert tree(window).currentItem() is not None
    window.undo()
    assert "sellers" in window.editor.flywheel.factors


def test_the_menu_of_a_link_turns_its_sign_and_switches_it_off(window):
    link = next(iter(window.editor.flywheel.links))
    go_to(window, "links", link)
    window.panels.outline.do("flip")
    assert window.editor.flywheel.links[link].is_negative
    window.panels.outline.do("switch")
    assert not window.editor.flywheel.links[link].active


def test_a_loop_that_is_chosen_lights_up(window):
    go_to(window, "loops", "R2")
    assert window.panels.loops.chosen.id == "R2"


def test_a_check_that_is_chosen_selects_what_it_is_about(window):
    results = window.panels.live_results.results
    number = next(n for n, f in enumerate(results.findings) if f.factors or f.links)
    go_to(window, "findings", str(number))
    finding = results.findings[number]
    wanted = {("factors", key) for key in finding.factors}
    wanted |= {("links", key) for key in finding.links}
    assert window.editor.selection.items == wanted


def test_dragging_a_factor_builds_nothing_anew(window):
    panel = window.panels.outline
    built = panel.item_of("factors", "traffic")
    window.toolbox.perform("x", lambda now: move_factors(now, {"traffic": Point(5, 5)}))
    panel.refresh()
    assert panel.item_of("factors", "traffic") is built


def test_what_is_listed_is_not_asked_when_something_only_moves(window):
    outline = window.panels.outline
    window.editor.perform("Move", lambda now: move_factors(now, {"sellers": Point(40, 60)}))
    assert not outline._pause.isActive()
    window.editor.perform("Rename", lambda now: rename_factor(now, "sellers", "Shops"))
    assert outline._pause.isActive()
    outline._pause.stop()


def test_connect_to_asks_for_the_other_end_by_name(window, qtbot):
    go_to(window, "factors", "sellers")
    window.panels.outline.do("connect")
    palette = window.findChild(Palette)
    QTest.keyClicks(palette.field, "growth")
    QTest.keyClick(palette.field, KEY.Key_Return)

    def is_linked():
        links = window.editor.flywheel.links.values()
        return any((link.source, link.target) == ("sellers", "growth") for link in links)

    qtbot.waitUntil(is_linked)


def test_the_palette_finds_actions_factors_and_templates_by_a_few_letters(window, qtbot):
    QTest.keyClick(window.canvas, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    assert palette is not None
    found = {entry.kind for entry, _ in ranked(palette._entries, "")}
    assert {"Factor", "Template", "Loop"} <= found
    QTest.keyClicks(palette.field, "sellers")
    QTest.keyClick(palette.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: ("factors", "sellers") in window.editor.selection.items)


def test_escape_closes_the_palette_and_nothing_happens(window, qtbot):
    before = window.editor.flywheel
    QTest.keyClick(window.canvas, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    QTest.keyClicks(palette.field, "arrange")
    QTest.keyClick(palette.field, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)
    assert window.editor.flywheel is before


# -- everything by keys


def type_a_name(window, qtbot, words: str, key=KEY.Key_Return) -> None:
    field = editor_of(window)
    if words:
        field.selectAll()
        QTest.keyClicks(field, words)
    QTest.keyClick(field, key)
    # Qt takes what was typed a moment after the key.
    qtbot.waitUntil(lambda: not tree(window).is_editing and window.editor.open_gesture is None)
    window.panels.outline.refresh()


def test_adding_and_naming_is_one_step(window, qtbot):
    before = window.editor.flywheel
    steps = len(window.editor.history.labels())
    go_to(window, "factors", "traffic")
    QTest.keyClick(tree(window), KEY.Key_Insert)
    type_a_name(window, qtbot, "Reviews")
    assert window.editor.history.labels()[steps:] == ["Add Reviews"]
    assert window.editor.flywheel.factors["reviews"].label == "Reviews"
    window.undo()
    assert window.editor.flywheel == before


def test_escape_while_a_new_factor_is_named_takes_both_back(window, qtbot):
    before = window.editor.flywheel
    steps = len(window.editor.history.labels())
    go_to(window, "factors", "traffic")
    QTest.keyClick(tree(window), KEY.Key_Insert)
    type_a_name(window, qtbot, "Reviews", KEY.Key_Escape)
    assert window.editor.flywheel == before
    assert len(window.editor.history.labels()) == steps
    window.panels.outline.refresh()
    assert "New factor" not in [row.words for row in walk(window.panels.outline.rows)]


def test_enter_at_once_keeps_the_name_that_was_offered(window, qtbot):
    go_to(window, "factors", "traffic")
    QTest.keyClick(tree(window), KEY.Key_Insert)
    type_a_name(window, qtbot, "")
    assert "New factor" in [each.label for each in window.editor.flywheel.factors.values()]
    assert window.editor.open_gesture is None


def test_texts_and_bands_are_added_renamed_and_deleted(window, qtbot):
    outline = window.panels.outline
    for name, kind in (("add text", "texts"), ("add band", "bands")):
        go_to(window, "factors", "traffic")
        steps = len(window.editor.history.labels())
        outline.do(name)
        type_a_name(window, qtbot, "Mine")
        assert len(window.editor.history.labels()) == steps + 1
        key = next(reversed(window.editor.flywheel.table(kind)))
        outline.refresh()
        go_to(window, kind, key)
        assert window.editor.selection.items == {(kind, key)}
        QTest.keyClick(tree(window), KEY.Key_F2)
        type_a_name(window, qtbot, "Yours")
        record = window.editor.flywheel.table(kind)[key]
        assert (record.text if kind == "texts" else record.label) == "Yours"
        qtbot.waitUntil(lambda kind=kind, key=key: outline.item_of(kind, key).text(0) == "Yours")
        go_to(window, kind, key)
        QTest.keyClick(tree(window), KEY.Key_Delete)
        assert key not in window.editor.flywheel.table(kind)


def test_a_band_too_many_is_refused_in_a_sentence(window, qtbot):
    outline = window.panels.outline
    go_to(window, "factors", "traffic")
    for _ in range(8):
        outline.do("add band")
        if not tree(window).is_editing:
            break
        type_a_name(window, qtbot, "")
    assert window.toast.words == "The bands go all round the wheel already: make one shorter."
    assert window.editor.open_gesture is None


def test_f2_on_a_loop_asks_for_its_name(window, monkeypatch):
    asked = []
    monkeypatch.setattr(window.panels.reader, "ask_name", asked.append)
    go_to(window, "loops", "R1")
    QTest.keyClick(tree(window), KEY.Key_F2)
    assert [len(links) for links in asked] == [4]


def test_a_link_is_drawn_by_typing_the_name_of_its_target(window, qtbot):
    window.activateWindow()
    tree(window).setFocus()
    qtbot.waitUntil(tree(window).hasFocus)
    go_to(window, "factors", "sellers")
    QTest.keyClick(tree(window), KEY.Key_L, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    QTest.keyClicks(palette.field, "Growth")
    QTest.keyClick(palette.field, KEY.Key_Return)

    def pairs():
        links = window.editor.flywheel.links.values()
        return [(link.source, link.target) for link in links]

    qtbot.waitUntil(lambda: ("sellers", "growth") in pairs())


def test_a_factor_goes_to_another_wheel_by_its_name(window, qtbot):
    window.toolbox.add_wheel()
    window.toolbox.settle()
    window.panels.outline.refresh()
    go_to(window, "factors", "sellers")
    window.panels.outline.do("move")
    palette = window.findChild(Palette)
    QTest.keyClicks(palette.field, "New wheel")
    QTest.keyClick(palette.field, KEY.Key_Return)
    new = next(reversed(window.editor.flywheel.wheels))
    qtbot.waitUntil(lambda: window.editor.flywheel.factors["sellers"].wheel == new)
