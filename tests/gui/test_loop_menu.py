"""A whole loop is switched off, in the drawing or in a scenario, from wherever it is listed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.flywheel import Flywheel
from tests.gui.stand import Answers, panels_stand


def drawn() -> Flywheel:
    drawn = Flywheel()
    for n, label in enumerate(("Offer", "Demand", "Partners")):
        drawn = add_factor(drawn, label=label, x=200.0 * n, y=150.0 * (n % 2))
    for a, b in (("offer", "demand"), ("demand", "offer"), ("demand", "partners")):
        drawn = connect(drawn, a, b)
    return connect(drawn, "partners", "demand")


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    window.canvas.reduced_motion = True
    window.files.ask = Answers()
    window.editor.replace(drawn())
    panels_stand(window, qtbot)
    qtbot.waitUntil(lambda: len(loops(window)) == 2, timeout=10_000)
    return window


def loops(window):
    results = window.panels.live_results.results
    return results.loops if results is not None else ()


def opened(window) -> QMenu:
    (menu,) = [each for each in window.findChildren(QMenu) if each.isVisible()]
    return menu


def trigger(menu: QMenu, *names: str) -> None:
    for name in names:
        action = next(each for each in menu.actions() if each.text() == name)
        menu = action.menu() or menu
    action.trigger()


def test_a_loop_is_switched_off_in_the_drawing_and_undo_is_offered(window):
    first = loops(window)[0]
    menu = window.panels.loop_menu.build(first)
    trigger(menu, "Switch off in the drawing")
    off = [link.id for link in window.editor.flywheel.links.values() if not link.active]
    assert len(off) == 1 and off[0] in first.links
    assert window.toast.words.startswith(f"What was {first.id} is off at ")
    assert "other loop" not in window.toast.words
    window.undo()
    assert all(link.active for link in window.editor.flywheel.links.values())
    menu.deleteLater()


def test_what_stops_with_a_loop_is_said(window, qtbot):
    def both_ways(now: Flywheel) -> Flywheel:
        return connect(connect(now, "partners", "offer"), "offer", "partners")

    window.editor.perform("x", both_ways)
    qtbot.waitUntil(lambda: len(loops(window)) > 4, timeout=10_000)
    shared = next(
        loop
        for loop in loops(window)
        if all(
            any(link in other.links for other in loops(window) if other is not loop)
            for link in loop.links
        )
    )
    window.panels.loop_menu.switch_off(shared)
    assert "stop" in window.toast.words


def test_a_loop_is_switched_off_in_a_new_scenario_and_its_values_are_shown(window):
    before = window.editor.flywheel
    second = loops(window)[1]
    menu = window.panels.loop_menu.build(second)
    trigger(menu, "Switch off in a scenario", "New scenario")
    (made,) = window.editor.flywheel.scenarios.values()
    assert made.name == f"Without {second.id}"
    assert [(one.path.split(".")[1] in second.links, one.value) for one in made.changes] == [
        (True, False)
    ]
    assert window.editor.flywheel.links == before.links
    window.panels.edit_scenario(made.id)
    assert window.panels.momentum.answers.open_editor.scenario == made.id
    trigger(window.panels.loop_menu.build(loops(window)[0]), "Switch off in a scenario", made.name)
    assert len(window.editor.flywheel.scenarios[made.id].changes) == 2
    window.undo()
    window.undo()
    assert window.editor.flywheel == before
    menu.deleteLater()


def test_the_menu_opens_from_the_list_of_loops_by_mouse_and_by_key(window):
    panels = window.panels
    view = panels.loops.view
    at = view.visualRect(panels.loops.model.index(1)).center()
    view.customContextMenuRequested.emit(at)
    assert panels.loops.chosen is loops(window)[1]
    opened(window).close()
    # The menu key may come from a place where there is no row: then the current one is meant.
    view.customContextMenuRequested.emit(QPoint(2, 5_000))
    opened(window).close()


def test_the_menu_opens_on_the_badge_on_the_paper(window):
    window.canvas.context_requested.emit(Hit("loops", "R2"), None, QPoint(300, 300))
    menu = opened(window)
    assert [each.text() for each in menu.actions() if each.text()] == [
        "Switch off in the drawing", "Switch off in a scenario", "Name the loop…",
    ]  # fmt: skip
    assert window.panels.loops.chosen.id == "R2"
    menu.close()


def test_the_menu_opens_in_the_outline(window, qtbot):
    outline = window.panels.outline
    qtbot.waitUntil(lambda: outline.item_of("loops", "R1") is not None, timeout=5_000)
    outline.tree.setCurrentItem(outline.item_of("loops", "R1"))
    outline.tree.setFocus(Qt.FocusReason.OtherFocusReason)
    outline.tree.customContextMenuRequested.emit(QPoint(5, 5_000))
    assert opened(window).actions()[0].text() == "Switch off in the drawing"
    opened(window).close()


def test_a_loop_that_is_gone_is_said_to_be_gone(window):
    first = loops(window)[0]
    window.editor.perform("x", lambda now: now.without("links", [first.links[0]]))
    window.panels.loop_menu.switch_off(first)
    window.panels.loop_menu.switch_off_in(first, "")
    assert not window.editor.flywheel.scenarios
    assert window.toast.words == "This loop is not there any more."
