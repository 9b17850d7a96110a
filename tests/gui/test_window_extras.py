"""Find, print, own templates, copies, preferences, colours, and one program for all starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtNetwork import QLocalServer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from flywheel_studio.app import printing
from flywheel_studio.app.find_bar import places_with
from flywheel_studio.app.palette_dialog import PaletteDialog
from flywheel_studio.app.preferences import Preferences
from flywheel_studio.app.printing import figure_on_paper, print_figure, printer_for
from flywheel_studio.app.questions import Questions
from flywheel_studio.app.single_instance import SingleInstance, hand_over
from flywheel_studio.commands.document import rename_document, set_theme
from flywheel_studio.drawing.theme import contrast
from flywheel_studio.resource_files import resource
from flywheel_studio.storage.own_templates import own_template_path, own_templates
from flywheel_studio.storage.templates import load_template
from tests.gui.stand import Answers, panels_stand

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def studio(studio, qapp):
    font = qapp.font()
    yield studio
    qapp.setFont(font)


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    studio.open_template("amazon", window)
    panels_stand(window, qtbot)
    window.canvas.setFocus()
    return window


# -- find


def test_what_is_found_holds_the_words_whatever_their_case_and_accents():
    flywheel = load_template("amazon", "en")
    assert places_with(flywheel, "SELLERS")[0] == ("factors", "sellers")
    assert places_with(flywheel, "customer experience") != []
    assert places_with(flywheel, "  ") == []
    assert places_with(flywheel, "nothing of the kind") == []


def test_enter_goes_from_one_place_to_the_next_and_round(window):
    QTest.keyClick(window.canvas, KEY.Key_F, CTRL)
    bar = window.menus.extras.find_bar
    QTest.keyClicks(bar.field, "lower")
    found = places_with(window.editor.flywheel, "lower")
    assert len(found) > 1
    seen = [window.editor.selection.single]
    for _ in found:
        QTest.keyClick(bar.field, KEY.Key_Return)
        seen.append(window.editor.selection.single)
    assert seen[:-1] == found
    assert seen[-1] == found[0]
    QTest.keyClick(bar.field, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert window.editor.selection.single == found[-1]
    QTest.keyClick(bar.field, KEY.Key_Escape)
    assert not bar.isVisible()
    assert window.canvas.hasFocus()


@pytest.mark.parametrize("way", ["Escape", "the cross"])
def test_what_was_found_stays_selected_when_find_goes(window, qtbot, way):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.canvas, KEY.Key_F, CTRL)
    bar = window.menus.extras.find_bar
    QTest.keyClicks(bar.field, "sellers")
    assert window.editor.selection.single == ("factors", "sellers")
    if way == "Escape":
        QTest.keyClick(bar.field, KEY.Key_Escape)
    else:
        # By Tab to the cross, the last of what stands in the bar.
        QTest.keyClick(bar.field, KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        cross = window.focusWidget()
        assert bar.isAncestorOf(cross) and cross.accessibleName() == "Close"
        QTest.keyClick(cross, KEY.Key_Tab)
        assert window.focusWidget() is bar.field
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert window.canvas.hasFocus()
    assert window.editor.selection.single == ("factors", "sellers")


def test_a_place_that_is_deleted_is_found_no_more(window):
    QTest.keyClick(window.canvas, KEY.Key_F, CTRL)
    bar = window.menus.extras.find_bar
    QTest.keyClicks(bar.field, "sellers")
    window.delete_selection()
    assert ("factors", "sellers") not in places_with(window.editor.flywheel, "sellers")
    assert bar.count.text() != ""


# -- print


def test_a_drawing_is_printed_in_the_middle_of_one_lying_page(window, tmp_path):
    figure = window.figure()
    printer = printer_for(figure, "amazon")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_figure(figure, printer)
    raw = (tmp_path / "out.pdf").read_bytes()
    assert raw.startswith(b"%PDF") and raw.count(b"/Type /Page\n") == 1
    if (tool := shutil.which("pdftotext")) is not None:
        words = subprocess.run([tool, str(tmp_path / "out.pdf"), "-"], capture_output=True)
        assert b"Traffic" in words.stdout


def sent_by_the_dialog(path, suggested=None):
    """Answer the question where to print once it stands: into this file."""

    def answer():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QPrintDialog):
            QTimer.singleShot(20, answer)
            return
        field = next(
            field for field in dialog.findChildren(QLineEdit) if field.text()[-4:] == ".pdf"
        )
        if suggested is not None:
            suggested.append(field.text())
        field.setText(str(path))
        dialog.accept()

    QTimer.singleShot(20, answer)


def test_printing_into_a_file_tells_its_name(window, tmp_path):
    sent_by_the_dialog(tmp_path / "wheel.pdf")
    window.menus.extras.print()
    assert (tmp_path / "wheel.pdf").read_bytes().startswith(b"%PDF")
    assert "wheel.pdf" in window.toast.words


def test_the_file_to_print_into_is_called_as_the_drawing_is(window, tmp_path):
    window.editor.perform("Title", lambda flywheel: rename_document(flywheel, "Plan A/B: blog"))
    suggested = []
    sent_by_the_dialog(tmp_path / "one.pdf", suggested)
    window.menus.extras.print()
    sent_by_the_dialog(tmp_path / "two.pdf", suggested)
    window.panels.pages.exports.print_page("scorecard")
    assert [Path(each).name for each in suggested] == ["Plan A B blog.pdf"] * 2
    assert (tmp_path / "two.pdf").exists()


def test_a_dark_drawing_is_printed_in_ink_that_shows_on_white_paper(window):
    window.editor.perform("Theme", lambda flywheel: set_theme(flywheel, "slate"))
    assert contrast(window.figure().paper, "#FFFFFF") > 7
    assert figure_on_paper(window) == window.figure("clean")


def test_an_empty_paper_is_not_printed_but_told(studio, monkeypatch):
    window = studio.new_window()
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: pytest.fail("asked for a printer"))
    window.menus.extras.print()
    assert "draw a factor first" in window.toast.words


def test_a_printer_that_fails_is_told(window, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "print_figure", lambda figure, printer: False)
    sent_by_the_dialog(tmp_path / "wheel.pdf")
    window.menus.extras.print()
    assert "could not be printed" in window.toast.words


# -- pages


def test_enter_on_a_page_presses_the_button_that_has_the_keyboard_and_no_other(window, monkeypatch):
    page = window.panels.pages.activities()
    printed = []
    page.buttons["print"].clicked.connect(lambda: printed.append("print"))
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: QDialog.DialogCode.Rejected)
    before = window.editor.flywheel
    search = next(
        field for field in page.findChildren(QLineEdit) if field.placeholderText() == "Search"
    )
    search.setFocus()
    QTest.keyClicks(search, "pod")
    QTest.keyClick(search, KEY.Key_Return)
    assert window.editor.flywheel is before and search.text() == "pod" and not printed
    page.buttons["print"].setFocus()
    QTest.keyClick(page.buttons["print"], KEY.Key_Return)
    assert printed == ["print"] and window.editor.flywheel is before
    page.close()


def test_what_is_done_on_a_page_is_undone_and_saved_there(window, tmp_path):
    page = window.panels.pages.activities()
    before = window.editor.flywheel
    QTest.keyClick(
        next(b for b in page.findChildren(QPushButton) if b.text() == "Add activity"), KEY.Key_Space
    )
    after = window.editor.flywheel
    assert after is not before
    page.buttons["close"].setFocus()
    QTest.keyClick(page, KEY.Key_Z, CTRL)
    assert window.editor.flywheel == before
    QTest.keyClick(page, KEY.Key_Y, CTRL)
    assert window.editor.flywheel == after
    assert window.files.save_to(tmp_path / "wheel.flywheel")
    QTest.keyClick(page, KEY.Key_Z, CTRL)
    QTest.keyClick(page, KEY.Key_S, CTRL)
    assert not window.editor.is_dirty
    page.close()


# -- own templates and copies


def test_the_question_for_a_templates_name_shows_its_title_and_the_name(window):
    seen = []

    def answer():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, answer)
            return
        field = dialog.findChild(QLineEdit)
        seen.append((dialog.width(), field.text()))
        field.setText("Our wheel ")
        dialog.accept()

    QTimer.singleShot(20, answer)
    assert Questions(window).template_name("My wheel") == "Our wheel"
    assert seen[0][0] >= 360 and seen[0][1] == "My wheel"


def test_a_drawing_becomes_a_template_and_opens_as_an_untitled_copy(window, studio):
    window.files.ask = Answers(template_name="My wheel: 2", may_replace=True)
    window.menus.extras.save_as_template()
    assert [path.name for path in own_templates()] == ["My wheel 2.flywheel"]
    studio.open_own_template(own_templates()[0])
    copy = studio.windows[-1]
    assert copy.editor.path is None
    assert copy.editor.flywheel.factors == window.editor.flywheel.factors
    window.menus.file.fill_templates()
    assert "My wheel 2" in [action.text() for action in window.menus.file.templates.actions()]


def test_a_template_is_replaced_only_when_the_person_says_so(window):
    window.files.ask = Answers(template_name="Mine")
    window.menus.extras.save_as_template()
    before = own_templates()[0].read_bytes()
    window.editor.selection.set_one("factors", "sellers")
    window.delete_selection()
    window.files.ask = Answers(template_name="Mine", may_replace=False)
    window.menus.extras.save_as_template()
    assert own_templates()[0].read_bytes() == before


def test_a_name_without_letters_is_refused_in_a_sentence(window):
    window.files.ask = answers = Answers(template_name="///")
    window.menus.extras.save_as_template()
    assert answers.asked[-1][0] == "tell"
    assert own_templates() == ()
    with pytest.raises(ValueError, match="letters"):
        own_template_path("../..")


def test_a_copy_of_a_drawing_is_unsaved_in_a_window_of_its_own(window, studio):
    window.menus.extras.duplicate_document()
    copy = studio.windows[-1]
    assert copy is not window
    assert copy.editor.flywheel.factors == window.editor.flywheel.factors
    assert copy.editor.is_dirty and copy.editor.path is None


# -- preferences and colours


def test_preferences_take_effect_at_once(window, studio, qtbot):
    before = studio.tokens.base_px
    window.menus.extras.preferences()
    dialog = window.findChild(Preferences)
    dialog.text_size.setCurrentIndex(dialog.text_size.findData("150"))
    dialog.text_size.activated.emit(0)
    assert studio.tokens.base_px == round(before * 1.5)
    dialog.motion.setCurrentIndex(dialog.motion.findData("less"))
    dialog.motion.activated.emit(0)
    assert window.canvas.reduced_motion
    assert studio.is_motion_reduced
    dialog.appearance.setCurrentIndex(dialog.appearance.findData("dark"))
    dialog.appearance.activated.emit(0)
    assert studio.tokens.is_dark
    dialog.contrast.setCurrentIndex(dialog.contrast.findData("high"))
    dialog.contrast.activated.emit(0)
    assert studio.tokens.is_strong
    assert studio.tokens.surface == "#000000"
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(Preferences) is None)


def test_cancelled_colours_leave_no_trace_and_accepted_ones_are_one_step(window, qtbot):
    before = window.editor.flywheel
    window.menus.extras.colors()
    dialog = window.findChild(PaletteDialog)
    dialog.set_color(0, "#AA0000")
    assert window.editor.flywheel.header.palette[0] == "#AA0000"
    assert window.canvas.theme.loops[0] == "#AA0000"
    dialog.done(QDialog.DialogCode.Rejected)
    assert window.editor.flywheel == before
    assert window.editor.undo_label is None
    qtbot.waitUntil(lambda: window.findChild(PaletteDialog) is None)

    window.menus.extras.colors()
    dialog = window.findChild(PaletteDialog)
    dialog.set_color(0, "#AA0000")
    dialog.set_color(1, "#00AA00")
    dialog.done(QDialog.DialogCode.Accepted)
    assert window.editor.flywheel.header.palette[:2] == ("#AA0000", "#00AA00")
    window.undo()
    assert window.editor.flywheel.header.palette is None


@pytest.fixture
def colors(window, qtbot):
    """The dialog with the colours of the loops, open."""
    window.menus.extras.colors()
    dialog = window.findChild(PaletteDialog)
    qtbot.waitExposed(dialog)
    yield dialog
    if window.findChild(PaletteDialog) is not None:
        dialog.reject()
        qtbot.waitUntil(lambda: window.findChild(PaletteDialog) is None)


def test_a_code_is_typed_and_seen_on_the_paper_at_once(window, colors):
    assert colors.focusWidget() is colors.cells[0].code
    QTest.keyClicks(colors.cells[0].code, "0a5fff")
    assert window.canvas.theme.loops[0] == "#0A5FFF"
    assert colors.focusWidget() is colors.cells[0].code
    QTest.keyClick(colors.cells[0].code, KEY.Key_Tab)
    assert colors.focusWidget() is colors.cells[1].swatch
    QTest.keyClick(colors.cells[1].swatch, KEY.Key_Tab)
    assert colors.focusWidget() is colors.cells[1].code
    QTest.keyClick(colors.cells[1].code, KEY.Key_Return)
    assert window.editor.flywheel.header.palette[0] == "#0A5FFF"
    assert window.editor.history.labels()[-1] == "Change colours"


def test_the_codes_of_a_brand_are_pasted_into_one_field(window, colors):
    QGuiApplication.clipboard().setText("#003DA5, FF6B00; #0c6\n#111111")
    code = colors.cells[1].code
    code.selectAll()
    code.paste()
    assert colors.colors[1:5] == ["#003DA5", "#FF6B00", "#00CC66", "#111111"]
    assert colors.cells[2].code.text() == "#FF6B00"
    assert len(colors.colors) == 8
    colors.accept()
    assert window.editor.flywheel.header.palette[1:3] == ("#003DA5", "#FF6B00")


def test_what_is_no_colour_is_said_and_not_taken(window, colors):
    before = window.editor.flywheel.header
    code = colors.cells[0].code
    code.selectAll()
    QTest.keyClicks(code, "blue")
    QTest.keyClick(code, KEY.Key_Return)
    assert colors.isVisible() and colors.cells[0].is_wrong
    assert window.editor.flywheel.header == before
    assert any("no colour" in label.text() for label in colors.findChildren(QLabel))
    code.selectAll()
    QTest.keyClicks(code, "#fff8c0")
    assert not colors.cells[0].is_wrong
    assert any("a little stronger" in label.text() for label in colors.findChildren(QLabel))


def test_a_colour_that_is_picked_keeps_the_keyboard_in_its_place(window, qtbot, colors):
    swatch = colors.cells[2].swatch
    swatch.setFocus()
    qtbot.mouseClick(swatch, Qt.MouseButton.LeftButton)
    picker = colors.findChild(QColorDialog)
    picker.setCurrentColor(QColor("#123456"))
    assert window.canvas.theme.loops[2] == "#123456"
    picker.reject()
    assert window.canvas.theme.loops[2] != "#123456"
    assert window.editor.flywheel.header.palette is None
    qtbot.waitUntil(lambda: colors.findChild(QColorDialog) is None)
    qtbot.mouseClick(swatch, Qt.MouseButton.LeftButton)
    picker = colors.findChild(QColorDialog)
    picker.setCurrentColor(QColor("#123456"))
    picker.accept()
    qtbot.waitUntil(lambda: colors.findChild(QColorDialog) is None)
    assert window.canvas.theme.loops[2] == "#123456"
    assert colors.focusWidget() is swatch


def test_ctrl_enter_goes_to_the_properties_and_back(window, qtbot):
    window.activateWindow()
    window.editor.selection.set_one("factors", "traffic")
    window.menus.extras.go_to_properties()
    dock = window.panels.docks_by_name["properties"]
    assert dock.isAncestorOf(window.focusWidget())
    window.menus.extras.go_to_properties()
    assert window.focusWidget() is window.canvas


# -- one program


@pytest.fixture
def name():
    return f"flywheel-test-{os.getpid()}"


def test_a_second_start_hands_its_files_to_the_first(qapp, qtbot, name):
    heard = []
    first = SingleInstance(lambda files, template: heard.append((files, template)), qapp, name)
    try:
        command = [sys.executable, "-c", _HAND_OVER, "/a b/ü.flywheel", name]
        second = subprocess.Popen(command, stdout=subprocess.PIPE)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert second.communicate()[0].strip() == b"True"
        qtbot.waitUntil(lambda: heard != [])
        assert heard == [([Path("/a b/ü.flywheel")], None)]
    finally:
        first.close()
        first.deleteLater()


def test_of_two_that_start_at_once_the_quicker_one_listens(qapp, qtbot, name):
    heard = []
    first = SingleInstance(lambda files, template: heard.append(files), qapp, name)
    second = SingleInstance(lambda files, template: heard.append("second"), qapp, name)
    try:
        assert first.is_listening and not second.is_listening
        command = [sys.executable, "-c", _HAND_OVER, "/plan.flywheel", name]
        third = subprocess.Popen(command, stdout=subprocess.PIPE)
        qtbot.waitUntil(lambda: third.poll() is not None, timeout=20_000)
        assert third.communicate()[0].strip() == b"True"
        qtbot.waitUntil(lambda: heard == [[Path("/plan.flywheel")]])
    finally:
        for each in (first, second):
            each.close()
            each.deleteLater()


def test_nobody_there_is_told_at_once(qapp, name):
    assert not hand_over([], None, name)


def test_a_name_that_a_crash_left_behind_is_taken(qapp, name):
    # The file of a socket that nobody listens on.
    left = QLocalServer()
    left.listen(name)
    path = Path(left.fullServerName())
    left.close()
    path.write_bytes(b"")
    first = SingleInstance(lambda *_: None, qapp, name)
    try:
        assert first.is_listening
    finally:
        first.close()
        first.deleteLater()


def test_nonsense_on_the_socket_opens_nothing(qapp, qtbot, name):
    from PySide6.QtNetwork import QLocalSocket

    heard = []
    first = SingleInstance(lambda *args: heard.append(args), qapp, name)
    try:
        socket = QLocalSocket()
        socket.connectToServer(name)
        assert socket.waitForConnected(1_000)
        socket.write(b"\xff{]\n")
        qtbot.waitUntil(lambda: socket.bytesAvailable() > 0)
        assert heard == []
        socket.abort()
    finally:
        first.close()
        first.deleteLater()


@pytest.mark.slow
def test_two_real_starts_are_one_program(tmp_path, display):
    file = tmp_path / "plan.flywheel"
    shutil.copy(resource("templates", "amazon.en.flywheel"), file)
    env = {key: value for key, value in os.environ.items() if key != "FLYWHEEL_STUDIO_ALONE"}
    env |= {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE")}
    env["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-m", "flywheel_studio", "open"]
    first = subprocess.Popen(command, env=env)
    try:
        done = None
        for _ in range(40):
            # Until the first listens, a start would become the first itself: ask for the socket.
            done = subprocess.run(
                [sys.executable, "-c", _HAND_OVER, str(file)], env=env, capture_output=True
            )
            if done.stdout.strip() == b"True":
                break
        assert done is not None and done.stdout.strip() == b"True", done.stderr
        again = subprocess.run([*command, str(file)], env=env, timeout=30)
        assert again.returncode == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.wait(20)


_HAND_OVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
application = QCoreApplication([])
from flywheel_studio.app.single_instance import hand_over
print(hand_over([Path(sys.argv[1])], None, *sys.argv[2:]))
"""


def afloat(window, name):
    """The dock as a window of its own, in the middle of the screen."""
    dock = window.panels.docks_by_name[name]
    dock.setFloating(True)
    dock.move(600, 500)
    dock.resize(320, 400)
    return dock


@pytest.mark.parametrize("name", ["properties", "outline"])
def test_the_keys_go_to_a_dock_that_floats_and_back(window, qtbot, name):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.editor.selection.set_one("factors", "sellers")
    dock = afloat(window, name)
    # A window manager may give a new window the keys late: asked until each had them.
    for asked in (dock, window):
        qtbot.waitUntil(lambda asked=asked: asked.activateWindow() or asked.isActiveWindow())
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    extras = window.menus.extras
    go = extras.go_to_properties if name == "properties" else extras.go_to_outline
    go()
    qtbot.waitUntil(
        lambda: dock.isActiveWindow() and dock.isAncestorOf(QApplication.focusWidget() or window)
    )
    go()
    qtbot.waitUntil(window.canvas.hasFocus)
    assert window.isActiveWindow()


def test_a_message_that_goes_while_its_button_has_the_keys_leaves_the_selection(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.editor.selection.set_one("factors", "sellers")
    window.toast.tell("Deleted 2 things.", "Undo", lambda: None)
    button = window.toast.findChild(QPushButton)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    window.toast.hide()
    assert window.canvas.hasFocus()
    assert window.editor.selection.single == ("factors", "sellers")
