"""The window as a person uses it: mouse, keys, files, and what is asked before work is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.factors import rename_factor
from flywheel_studio.commands.links import give_range, set_link
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.geometry.plane import Point
from flywheel_studio.language.numerals import exact_text
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.placement import places
from flywheel_studio.panels.fields.number_field import NumberField
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.files import read, stamp_of
from flywheel_studio.storage.recovery import Recovery
from flywheel_studio.storage.templates import load_template
from tests.gui.stand import Answers, results_settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_amazon(studio, qtbot):
    def open_it():
        window = studio.new_window()
        window.files.ask = Answers()
        studio.open_template("amazon", window)
        ready(window, qtbot)
        return window

    return open_it


def ready(window, qtbot):
    """Wait until the panels stand and the loops of the drawing are known."""
    results_settle(window, qtbot)
    window.canvas.setFocus()


def pixel(window, place: Point) -> QPoint:
    return window.canvas.camera.pixel_of(place).toPoint()


def center(window, factor: str) -> Point:
    return places(window.editor.flywheel)[factor]


def drag(window, start: Point, end: Point) -> None:
    paper = window.canvas.viewport()
    first, last = pixel(window, start), pixel(window, end)
    QTest.mouseMove(paper, first)
    QTest.mousePress(paper, LEFT, pos=first)
    for step in range(1, 6):
        QTest.mouseMove(paper, first + (last - first) * step / 5)
    QTest.mouseRelease(paper, LEFT, pos=last)


def factor_named(window, label: str) -> str:
    return next(f.id for f in window.editor.flywheel.factors.values() if f.label == label)


def test_the_main_job_from_the_template_to_the_slide(open_amazon, qtbot, tmp_path):
    window = open_amazon()
    editor = window.editor
    before = encode(editor.flywheel)

    drag(window, center(window, "traffic"), center(window, "traffic").plus(Point(60, 40)))
    assert center(window, "traffic") != places(load_template("amazon", "en"))["traffic"]

    window.toolbox.use("connect")
    drag(window, center(window, "sellers"), center(window, "growth"))
    assert any(
        link.source == "sellers" and link.target == "growth"
        for link in editor.flywheel.links.values()
    )
    results_settle(window, qtbot)
    assert len(window.panels.live_results.results.loops) == 3

    QTest.mouseDClick(
        window.canvas.viewport(), LEFT, pos=pixel(window, center(window, "selection"))
    )
    qtbot.waitUntil(lambda: window.canvas.label_editor is not None)
    QTest.keyClick(window.canvas.label_editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.canvas.label_editor, "More choice")
    QTest.keyClick(window.canvas.label_editor, Qt.Key.Key_Return)
    assert editor.flywheel.factors["selection"].label == "More choice"

    while editor.undo_label is not None:
        window.undo()
    assert encode(editor.flywheel) == before
    for _ in range(3):
        window.redo()

    saved = tmp_path / "mine.flywheel"
    window.files.ask = Answers(file_to_save=saved)
    assert window.files.save()
    assert saved.read_bytes() == encode(editor.to_save())
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("mine.flywheel")

    for row in exporters():
        picture = tmp_path / f"mine.{row.suffix}"
        window.exports.write(picture, row, PictureOptions(seconds=1.0), window.picture())
        qtbot.waitUntil(lambda: window.exports.run is None, timeout=30_000)
        assert picture.stat().st_size > 1000
    assert window.close()


def test_undo_names_the_step_and_redo_brings_it_back(open_amazon):
    window = open_amazon()
    window.editor.selection.set_one("factors", "sellers")
    window.delete_selection()
    assert "sellers" not in window.editor.flywheel.factors
    assert window.menus.undo.text().startswith("Undo ")
    window.undo()
    assert "sellers" in window.editor.flywheel.factors
    assert window.menus.redo.isEnabled()


def test_pushing_a_factor_makes_the_wheel_turn(open_amazon, qtbot):
    window = open_amazon()
    panels = window.panels
    qtbot.waitUntil(lambda: panels.live_run.trajectory is not None, timeout=5_000)
    before = panels.live_run.trajectory.final_momentum
    window.editor.selection.set_one("factors", "sellers")
    panels.push_selected()
    qtbot.waitUntil(lambda: panels.playback.is_playing, timeout=5_000)
    qtbot.waitUntil(lambda: panels.playback.playhead > 0, timeout=5_000)
    assert panels.live_run.trajectory.final_momentum > before
    assert not window.editor.is_dirty
    panels.playback.pause()


def test_changing_friction_changes_the_run_and_the_growth(open_amazon, qtbot):
    from flywheel_studio.commands.factors import set_factor

    window = open_amazon()
    qtbot.waitUntil(lambda: window.panels.live_run.trajectory is not None, timeout=5_000)
    run = window.panels.live_run.trajectory
    growth = window.panels.live_results.results.growth.rate
    gesture = window.editor.gesture("Set friction")
    gesture.preview(lambda fw: set_factor(fw, ["traffic"], friction=0.9))
    qtbot.waitUntil(lambda: window.panels.live_run.trajectory is not run, timeout=5_000)
    assert window.panels.live_run.trajectory.final_momentum < run.final_momentum
    gesture.commit()
    results_settle(window, qtbot)
    assert window.panels.live_results.results.growth.rate < growth


def test_choosing_a_loop_lights_it_and_fades_the_rest(open_amazon):
    window = open_amazon()
    first = window.panels.live_results.results.loops[0]
    window.canvas.loop_clicked.emit(first.id)
    assert window.canvas.sheet.overlays.lit == first.id
    window.canvas.loop_clicked.emit(first.id)
    assert window.canvas.sheet.overlays.lit is None


@pytest.mark.parametrize("answer", ["save", "discard", "cancel"])
def test_closing_asks_about_unsaved_changes(open_amazon, qtbot, tmp_path, answer):
    from flywheel_studio.commands.factors import rename_factor

    window = open_amazon()
    window.editor.perform("Rename", lambda fw: rename_factor(fw, "traffic", "Visits"))
    place = tmp_path / "kept.flywheel"
    window.files.ask = asked = Answers(unsaved=answer, file_to_save=place)
    assert window.close() == (answer != "cancel")
    assert asked.asked[0][0] == "unsaved"
    assert place.exists() == (answer == "save")
    if answer == "save":
        assert read(place).flywheel.factors["traffic"].label == "Visits"


def test_closing_without_changes_asks_nothing(open_amazon):
    window = open_amazon()
    window.files.ask = asked = Answers()
    assert window.close()
    assert asked.asked == []


def test_a_broken_file_is_refused_with_its_place_and_the_window_stays(studio, qtbot, tmp_path):
    broken = tmp_path / "broken.flywheel"
    broken.write_text(
        '{"format": "flywheel-studio", "version": 1, "title": "", '
        '"factors": [{"id": "a", "label": "A", "friction": -1}]}'
    )
    window = studio.new_window()
    window.files.ask = asked = Answers()
    assert not studio.open_path(broken, window)
    sentence = asked.asked[0][1]
    assert "broken.flywheel" in sentence and "factors[0].friction" in sentence
    assert "\n" not in sentence
    assert window.is_pristine


def test_what_reading_mended_is_listed_and_counts_as_a_change(studio, qtbot, tmp_path):
    path = tmp_path / "dangling.flywheel"
    path.write_text(
        '{"format": "flywheel-studio", "version": 1, "title": "", '
        '"factors": [{"id": "a", "label": "A"}], '
        '"links": [{"id": "l1", "source": "a", "target": "gone"}]}'
    )
    window = studio.new_window()
    window.files.ask = asked = Answers(unsaved="discard")
    assert studio.open_path(path, window)
    assert asked.asked[0][0] == "repaired"
    assert window.editor.is_dirty
    assert window.isWindowModified()


def test_a_file_changed_by_another_program_is_not_overwritten_unasked(open_amazon, qtbot, tmp_path):
    from flywheel_studio.commands.factors import rename_factor

    window = open_amazon()
    path = tmp_path / "shared.flywheel"
    assert window.files.save_to(path)
    theirs = encode(load_template("b2b-marketing", "en"))
    path.write_bytes(theirs)
    window.editor.perform("Rename", lambda fw: rename_factor(fw, "traffic", "Visits"))
    window.files.ask = asked = Answers(changed_elsewhere="cancel", unsaved="discard")
    assert not window.files.save()
    assert path.read_bytes() == theirs
    assert asked.asked[-1][0] == "changed_elsewhere"
    window.files.ask = Answers(changed_elsewhere="overwrite")
    assert window.files.save()
    assert read(path).flywheel.factors["traffic"].label == "Visits"


def test_a_change_on_the_disk_is_noticed_while_the_window_is_open(open_amazon, qtbot, tmp_path):
    window = open_amazon()
    path = tmp_path / "watched.flywheel"
    assert window.files.save_to(path)
    other = tmp_path / "other"
    other.write_bytes(encode(load_template("b2b-marketing", "en")))
    other.replace(path)
    qtbot.waitUntil(lambda: "watched.flywheel" in window.toast.words, timeout=5_000)


def test_the_same_file_opens_in_its_own_window_only_once(studio, qtbot, tmp_path):
    path = tmp_path / "once.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    window = studio.new_window()
    assert studio.open_path(path, window)
    assert studio.open_path(path, studio.new_window())
    assert [w for w in studio.windows if w.editor.path is not None] == [window]


def left_unsaved(path: Path | None) -> None:
    """What a program that was ended leaves of a drawing, its title changed."""
    recovery = Recovery()
    snapshot = recovery.begin(path, stamp_of(path) if path is not None else None)
    flywheel = load_template("amazon", "en")
    snapshot.write(replace(flywheel, header=replace(flywheel.header, title="Unsaved")))
    # Its owner is another process, and gone.
    for meta in recovery.folder.glob("*/meta.json"):
        meta.write_text(meta.read_text().replace('"pid":', '"pid":4194304,"was":'))


def test_a_recovered_drawing_takes_the_place_of_the_saved_one(studio, qtbot, tmp_path):
    path = tmp_path / "kept.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    first = studio.new_window()
    assert studio.open_path(path, first)
    left_unsaved(path)
    first.files.ask = Answers(leftover="recover")
    studio.offer_recovery(first)
    assert studio.windows == [first]
    assert first.editor.path == path and first.editor.is_dirty
    assert first.editor.flywheel.header.title == "Unsaved"
    assert first.files.save()
    assert read(path).flywheel.header.title == "Unsaved"
    assert studio.recovery.leftovers() == ()


def test_a_recovered_drawing_leaves_what_was_changed_since(studio, qtbot, tmp_path):
    path = tmp_path / "kept.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    first = studio.new_window()
    assert studio.open_path(path, first)
    first.editor.perform("Rename", lambda now: rename_factor(now, "sellers", "Shops"))
    left_unsaved(path)
    first.files.ask = Answers(leftover="recover", unsaved="discard")
    studio.offer_recovery(first)
    assert first.editor.flywheel.factors["sellers"].label == "Shops"
    assert [window.editor.flywheel.header.title for window in studio.windows[1:]] == ["Unsaved"]


def test_an_exported_picture_opens_again_as_a_drawing(open_amazon, studio, tmp_path):
    window = open_amazon()
    model = encode(window.editor.to_save())
    for row in exporters():
        if "model" not in row.takes:
            continue
        path = tmp_path / f"amazon.flywheel.{row.suffix}"
        path.write_bytes(row.write(window.picture(), PictureOptions(model=model)))
        other = studio.new_window()
        assert studio.open_path(path, other)
        assert encode(other.editor.flywheel) == model
        assert other.editor.path is None


def test_copy_as_picture_puts_png_and_svg_on_the_clipboard(open_amazon):
    window = open_amazon()
    window.copy_as_picture()
    clip = QGuiApplication.clipboard().mimeData()
    assert clip.hasImage()
    assert bytes(clip.data("image/svg+xml").data()).startswith(b"<?xml")
    assert not clip.hasText()


def test_swapping_the_theme_restyles_and_leaves_the_model_alone(open_amazon):
    from flywheel_studio.commands.document import set_theme

    window = open_amazon()
    factors = window.editor.flywheel.factors
    window.editor.perform("Theme", lambda fw: set_theme(fw, "slate"))
    assert window.canvas.theme.id == "slate"
    assert window.editor.flywheel.factors is factors


def test_the_window_in_dark_and_german_has_no_english_menu(studio, qtbot):
    use_language("de")
    studio.look.set_appearance("dark")
    window = studio.new_window()
    window.files.ask = Answers()
    studio.open_template("amazon", window)
    ready(window, qtbot)
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["&Datei", "&Bearbeiten", "&Zeichnen", "&Ansicht", "&Rad", "&Hilfe"]
    assert window.editor.flywheel.factors["sellers"].label == "Verkäufer"


class Resizes(QObject):
    """Counts the resizing in a window."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Resize
        return False


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [760, 1280, 2400])
def test_a_window_at_rest_comes_to_rest(studio, qapp, qtbot, language, width):
    """Scroll bars that come and go for ever once kept a core busy and every timer waiting."""
    use_language(language)
    window = studio.new_window()
    window.files.ask = Answers()
    window.resize(width, 800)
    studio.open_template("amazon", window)
    ready(window, qtbot)
    qtbot.waitUntil(window.panels.momentum.chart.isVisible, timeout=20_000)
    window.editor.selection.set_one("factors", "traffic")
    window.editor.selection.clear()
    for _ in range(30):
        qapp.processEvents()
    resizes = Resizes()
    qapp.installEventFilter(resizes)
    for _ in range(30):
        qapp.processEvents()
    qapp.removeEventFilter(resizes)
    assert resizes.count == 0


@pytest.mark.slow
def test_a_range_brings_drawn_runs_in_a_thread_that_an_edit_ends(open_amazon, qtbot):
    window = open_amazon()
    live, chart = window.panels.momentum.uncertainty, window.panels.momentum.chart
    links = list(window.editor.flywheel.links)
    window.editor.perform("Range", lambda now: give_range(now, links, 0.2))
    qtbot.waitUntil(lambda: live.state == "running", timeout=20_000)
    window.editor.perform("Weaker", lambda now: set_link(now, links[:1], weight=0.6))
    assert live.state == "waiting" and chart.curves.band is None
    qtbot.waitUntil(lambda: live.state == "done", timeout=60_000)
    band = chart.curves.band
    assert band is live.found.momentum and live.found.count == 10_000
    assert band.low[-1] < band.median[-1] < band.high[-1]
    window.editor.undo()
    window.editor.undo()
    assert live.state == "sure" and chart.curves.band is None


def test_on_a_small_screen_a_new_window_ends_above_the_edge(studio, monkeypatch):
    from flywheel_studio.app import main_window

    monkeypatch.setattr(main_window, "USUAL", main_window.QSize(9000, 9000))
    window = studio.new_window()
    room = window.screen().availableGeometry()
    # Below the lower edge the hint line would be, which guides a newcomer.
    assert window.frameGeometry().height() <= room.height()
    assert window.frameGeometry().width() <= room.width()


def test_the_paper_has_the_keys_after_another_window_took_them_while_typing(open_amazon, qtbot):
    window = open_amazon()
    window.editor.selection.set([("factors", "traffic")])
    QTest.keyClick(window.canvas, Qt.Key.Key_F2)
    QTest.keyClicks(window.canvas.label_editor, "Visits")
    other = QWidget()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: window.canvas.label_editor is None)
    assert window.editor.flywheel.factors["traffic"].label == "Visits"
    other.close()
    window.activateWindow()
    qtbot.waitUntil(window.canvas.hasFocus)


def typed_friction(window, text: str):
    """The friction field of a selected factor with a number typed, and no Enter pressed."""
    window.editor.selection.set([("factors", "traffic")])
    field = next(
        each
        for each in window.findChildren(NumberField)
        if each.isVisible() and "riction" in each.accessibleName()
    )
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def test_a_number_that_is_only_typed_is_in_what_is_saved(open_amazon, tmp_path):
    window = open_amazon()
    field = typed_friction(window, "0.3")
    place = tmp_path / "kept.flywheel"
    window.files.ask = Answers(file_to_save=place)
    assert window.files.save()
    assert read(place).flywheel.factors["traffic"].friction == 0.3
    assert not window.files.session.needs_saving
    assert field.text() == "0.3" and window.focusWidget() is field


def test_a_window_with_a_number_that_is_only_typed_asks_before_it_closes(open_amazon):
    window = open_amazon()
    typed_friction(window, "0.25")
    window.files.ask = asked = Answers(unsaved="cancel")
    assert not window.close()
    assert asked.asked[0][0] == "unsaved"
    assert window.editor.flywheel.factors["traffic"].friction == 0.25


def test_typing_goes_on_after_a_look_into_the_menus(open_amazon, qtbot):
    window = open_amazon()
    window.editor.selection.set([("factors", "traffic")])
    QTest.keyClick(window.canvas, Qt.Key.Key_F2)
    field = window.canvas.label_editor
    QTest.keyClicks(field, "Visits")
    bar = window.menuBar()
    bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
    assert window.canvas.label_editor is field
    field.setFocus(Qt.FocusReason.MenuBarFocusReason)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.editor.flywheel.factors["traffic"].label == "Visits"
    assert window.focusWidget() is window.canvas


def test_what_a_menu_ends_gives_the_paper_the_keys(open_amazon):
    window = open_amazon()
    window.editor.selection.set([("factors", "traffic")])
    QTest.keyClick(window.canvas, Qt.Key.Key_F2)
    QTest.keyClicks(window.canvas.label_editor, "Visits")
    window.menuBar().setFocus(Qt.FocusReason.MenuBarFocusReason)
    window.settle()
    assert window.canvas.label_editor is None
    assert window.focusWidget() is window.canvas


def test_undo_in_a_number_field_is_the_documents_once_the_number_stands(open_amazon, qtbot):
    window = open_amazon()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    def friction():
        return window.editor.flywheel.factors["traffic"].friction

    before = friction()
    field = typed_friction(window, "0.9")
    shown = exact_text(before)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert friction() == 0.9
    QTest.keyClick(field, Qt.Key.Key_Z, ctrl)
    assert (friction(), field.text()) == (before, shown)
    QTest.keyClick(field, Qt.Key.Key_Z, ctrl | shift)
    assert (friction(), field.text()) == (0.9, "0.9")
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    for _ in range(4):
        QTest.keyClick(field, Qt.Key.Key_Z, ctrl)
    assert (friction(), field.text()) == (before, shown)
    # What is only typed is taken back in the field, and leaves no step.
    steps = window.editor.history.labels()
    typed_friction(window, "0.7")
    QTest.keyClick(field, Qt.Key.Key_Z, ctrl)
    assert (friction(), field.text()) == (before, shown)
    assert window.editor.history.labels() == steps


def test_alt_pressed_and_let_go_in_a_drag_leaves_the_keyboard_on_the_paper(open_amazon, qtbot):
    window = open_amazon()
    window.activateWindow()
    qtbot.waitUntil(window.canvas.hasFocus)
    paper, alt = window.canvas.viewport(), Qt.KeyboardModifier.AltModifier
    first = pixel(window, center(window, "lower-prices"))
    QTest.mousePress(paper, LEFT, pos=first)
    for way in (20, 60, 100):
        QTest.mouseMove(paper, first + QPoint(way, way // 2))
    QTest.keyPress(window.canvas, Qt.Key.Key_Alt)
    assert "lower-prices-2" in window.editor.flywheel.factors
    QTest.keyRelease(window.canvas, Qt.Key.Key_Alt, alt)
    assert window.canvas.hasFocus()
    assert "lower-prices-2" not in window.editor.flywheel.factors
    QTest.mouseRelease(paper, LEFT, pos=first + QPoint(100, 50))
    before = center(window, "lower-prices")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert center(window, "lower-prices") == before.plus(Point(1.0, 0.0))
