"""High contrast, less movement and the size of text, as the system asks or a person prefers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap

import pytest
import shiboken6
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QComboBox, QScrollArea

from flywheel_studio.app.appearance import ground_of
from flywheel_studio.app.application import speak
from flywheel_studio.app.look import Look
from flywheel_studio.app.preferences import Preferences
from flywheel_studio.app.settings import Settings
from flywheel_studio.app.system_wishes import is_calm
from flywheel_studio.drawing.theme import contrast
from flywheel_studio.panels.style.palette import (
    BLACK_ON_WHITE,
    DARK,
    LIGHT,
    WHITE_ON_BLACK,
    tokens_for,
)
from flywheel_studio.panels.style.tokens import Tokens
from tests.gui.stand import template_window

CONTRAST = ("org.freedesktop.appearance", "contrast")
ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")
WORDS = ("ink", "muted", "accent_text", "good", "bad", "plus", "minus")
GROUNDS = ("surface", "card", "hover", "accent_wash")


@pytest.fixture
def studio(studio):
    yield studio
    studio.look.set_appearance("light")
    studio.look.set_contrast("usual")


@pytest.mark.parametrize(
    ("is_dark", "ground"),
    [(False, BLACK_ON_WHITE), (True, WHITE_ON_BLACK), (False, ("#fffaef", "#3d3d3d"))],
)
def test_in_high_contrast_every_word_has_seven_to_one_on_every_ground(is_dark, ground):
    tokens = tokens_for(is_dark, ground=ground)
    thin = [
        (word, under, round(found, 2))
        for word in WORDS
        for under in GROUNDS
        if (found := contrast(getattr(tokens, word), getattr(tokens, under))) < 7.0
    ]
    assert not thin
    assert contrast(tokens.accent_ink, tokens.accent) >= 7.0
    assert contrast(tokens.line, tokens.surface) >= 4.5
    assert contrast(tokens.faint, tokens.surface) >= 4.5
    assert all(
        contrast(color, tokens.surface) >= 4.5
        for color in tokens.factors + tokens.loops + tokens.scenarios
    )


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_without_it_every_word_has_four_and_a_half_to_one(tokens: Tokens):
    thin = [
        (word, under)
        for word in ("ink", "muted", "accent_text", "good", "bad")
        for under in ("surface", "card")
        if contrast(getattr(tokens, word), getattr(tokens, under)) < 4.5
    ]
    assert not thin


def test_a_wish_of_the_system_for_contrast_is_followed_at_once(studio):
    assert not studio.tokens.is_strong
    studio.look.wishes.tell(CONTRAST, 1)
    assert studio.tokens.is_strong
    studio.look.set_contrast("usual")
    assert not studio.tokens.is_strong
    studio.look.set_contrast("system")
    assert studio.tokens.is_strong
    studio.look.wishes.tell(CONTRAST, 0)
    assert not studio.tokens.is_strong


def test_another_wish_in_high_contrast_leaves_the_colours_as_they_are(qapp, studio):
    studio.look.set_appearance("system")
    studio.look.set_contrast("system")
    studio.look.wishes.tell(CONTRAST, 1)
    before = qapp.palette()
    studio.look.wishes.tell(ANIMATIONS, False)
    assert studio.look.is_motion_reduced
    assert qapp.palette() == before
    assert before.color(QPalette.ColorRole.Window).name() == studio.tokens.surface


def test_a_desktop_with_colours_of_its_own_keeps_them():
    usual, desktop = QPalette(), QPalette()
    usual.setColor(QPalette.ColorRole.Window, QColor("#efefef"))
    desktop.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    desktop.setColor(QPalette.ColorRole.Text, QColor("#ffff00"))
    assert ground_of(desktop, usual) == ("#000000", "#ffff00")
    assert ground_of(usual, usual) is None
    desktop.setColor(QPalette.ColorRole.Text, QColor("#777777"))
    assert ground_of(desktop, usual) is None


@pytest.mark.slow
def test_high_contrast_changes_no_export(studio, qtbot):
    from flywheel_studio.export.registry import PictureOptions
    from flywheel_studio.export.svg import svg_bytes

    window = studio.new_window()
    qtbot.waitUntil(lambda: window.panels is not None, timeout=10_000)
    studio.open_template("amazon", window)
    before = svg_bytes(window.figure(), PictureOptions())
    studio.look.set_contrast("high")
    assert svg_bytes(window.figure(), PictureOptions()) == before


def test_less_movement_comes_from_the_system_or_from_the_person(studio):
    assert not studio.is_motion_reduced
    studio.look.wishes.tell(ANIMATIONS, False)
    assert studio.is_motion_reduced
    studio.look.set_motion("full")
    assert not studio.is_motion_reduced
    studio.look.set_motion("less")
    studio.look.wishes.tell(ANIMATIONS, True)
    assert studio.is_motion_reduced


def test_the_windows_that_are_open_hear_of_it(studio, qtbot):
    window = studio.new_window()
    qtbot.waitUntil(lambda: window.panels is not None, timeout=10_000)
    studio.look.wishes.tell(ANIMATIONS, False)
    assert window.canvas.reduced_motion


@pytest.mark.parametrize(
    ("told", "calm"),
    [
        ({}, False),
        ({("org.freedesktop.appearance", "reduced-motion"): 1}, True),
        ({ANIMATIONS: False}, True),
        ({ANIMATIONS: True}, False),
        ({("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0"}, True),
        ({("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "1.4"}, False),
        ({("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "much"}, False),
    ],
)
def test_each_desktop_says_it_in_its_own_way(told, calm):
    assert is_calm(told) is calm


def test_the_older_yes_or_no_is_still_understood(qapp, studio, tmp_path):
    settings = Settings(tmp_path)
    settings.put("window/reduced_motion", True)
    look = Look(qapp, settings, studio)
    assert look.motion == "less"


PORTAL = """
    import sys
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject
    told = {("org.freedesktop.appearance", "contrast"): 1,
            ("org.gnome.desktop.interface", "enable-animations"): False}
    class Portal(QDBusVirtualObject):
        def introspect(self, path):
            return ""
        def handleMessage(self, message, connection):
            if message.member() != "Read":
                return False
            key = tuple(message.arguments())
            if key not in told:
                connection.send(message.createErrorReply("org.freedesktop.portal.Error.NotFound", ""))
                return True
            answer = message.createReply()
            answer.setArguments([QDBusVariant(QDBusVariant(told[key]))])
            connection.send(answer)
            if len(sys.argv) > 1 and key[1] == "contrast":
                news = QDBusMessage.createSignal("/org/freedesktop/portal/desktop",
                    "org.freedesktop.portal.Settings", "SettingChanged")
                news.setArguments([*key, QDBusVariant(0)])
                connection.send(news)
            return True
    application = QCoreApplication([])
    bus, portal = QDBusConnection.sessionBus(), Portal()
    assert bus.registerVirtualObject("/org/freedesktop/portal/desktop", portal)
    assert bus.registerService("org.freedesktop.portal.Desktop")
    print("ready", flush=True)
    application.exec()
"""
ASKER = """
    import subprocess, sys, tempfile
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from flywheel_studio.app.system_wishes import SystemWishes
    portal = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE, text=True)
    assert portal.stdout.readline() == "ready\\n"
    application = QApplication([])
    wishes = SystemWishes(application)
    heard = []
    wishes.changed.connect(lambda: heard.append((wishes.more_contrast, wishes.less_motion)))
    wishes.listen()
    QTimer.singleShot(1500, application.quit)
    application.exec()
    portal.terminate()
    portal.wait()
    print(heard)
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="dbus-run-session is missing")
@pytest.mark.parametrize(
    ("arguments", "last"), [([], (True, True)), (["and a change"], (False, True))]
)
def test_a_portal_on_a_real_bus_is_heard(tmp_path, arguments, last):
    portal, asker = tmp_path / "portal.py", tmp_path / "asker.py"
    portal.write_text(textwrap.dedent(PORTAL))
    asker.write_text(textwrap.dedent(ASKER))
    answer = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(asker), str(portal), *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip().endswith(f"{last}]"), answer.stdout


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("points", [9.0, 13.0, 18.0])
def test_at_every_size_of_text_no_panel_is_cut_off(studio, qapp, qtbot, points, language):
    usual, usual_look = qapp.font(), studio.look
    try:
        font = qapp.font()
        font.setPointSizeF(points)
        speak(language)
        # What the desktop asks for is what the program starts with.
        look = Look(qapp, studio.settings, studio)
        look._system_font = font
        studio.look = look
        look.set_text_size(115)
        look.set_text_size(100)
        assert studio.tokens.base_px == round(points * 96 / 72)
        window = studio.new_window()
        window.resize(1280, 800)
        qtbot.waitUntil(lambda: window.panels is not None, timeout=20_000)
        studio.open_template("amazon", window)
        window.editor.selection.set_one("factors", "traffic")
        for name in ("outline", "checks", "loops", "properties", "momentum"):
            dock = window.panels.docks_by_name[name]
            dock.raise_()
            qapp.processEvents()
            for area in dock.findChildren(QScrollArea):
                body = area.widget()
                if body is not None and area.isVisible():
                    room = area.viewport()
                    qtbot.waitUntil(lambda b=body, r=room: b.width() <= r.width(), timeout=3_000)
    finally:
        speak("en")
        studio.look = usual_look
        qapp.setFont(usual)


@pytest.mark.parametrize("appearance", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("contrasts", ["usual", pytest.param("high", marks=pytest.mark.slow)])
def test_every_list_shows_that_it_opens(studio, qtbot, appearance, contrasts):
    studio.look.set_appearance(appearance)
    studio.look.set_contrast(contrasts)
    window = template_window(studio, qtbot)
    window.exports.ask()
    printer = QPrinter()
    printing = QPrintDialog(printer, window)
    printing.show()
    preferences = Preferences(window)
    preferences.open()
    try:
        seen = [
            box
            for top in (window, window.exports.dialog, printing, preferences)
            for box in top.findChildren(QComboBox)
            if box.isVisible() and box.isEnabled()
        ]
        assert len(seen) > 9
        assert [box.accessibleName() for box in seen if not has_sign(box)] == []
        # A change of appearance reaches the lists of the dialog that asks for it.
        studio.look.set_appearance("dark" if appearance == "light" else "light")
        assert all(has_sign(box) for box in preferences.findChildren(QComboBox))
    finally:
        window.exports.dialog.reject()
        printing.close()
        shiboken6.delete(printing)  # before its printer goes
        preferences.reject()


def has_sign(box: QComboBox) -> bool:
    """Whether something at 4.5:1 or more stands at the end of a list, on its ground."""
    picture = box.grab().toImage()
    across = range(picture.width() - 24, picture.width() - 5)
    down = range(picture.height() // 2 - 7, picture.height() // 2 + 8)
    ground = picture.pixelColor(picture.width() - 5, picture.height() // 2).name()
    marks = [
        (x, y)
        for x in across
        for y in down
        if contrast(picture.pixelColor(x, y).name(), ground) >= 4.5
    ]
    return 6 <= len(marks) <= 60


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_focus_of_a_button_below_a_page_is_its_edge_alone(studio, qtbot, appearance):
    studio.look.set_appearance(appearance)
    window = template_window(studio, qtbot)
    page = window.panels.pages.show("scorecard")
    qtbot.waitActive(page)
    first, second, *_ = page.buttons.values()
    first.setFocus()
    without = second.grab().toImage()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    focused = second.grab().toImage()
    inside = second.rect().adjusted(3, 3, -3, -3)
    assert focused.copy(inside) == without.copy(inside)
    edge = focused.pixelColor(0, second.height() // 2).name()
    assert contrast(edge, focused.pixelColor(6, 6).name()) >= 3.0
    assert edge != without.pixelColor(0, second.height() // 2).name()
    page.close()


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_a_panel_afloat_has_an_edge_all_around(studio, qtbot, appearance):
    studio.look.set_appearance(appearance)
    window = template_window(studio, qtbot)
    dock = window.panels.docks_by_name["momentum"]

    def edge() -> set[str]:
        picture = dock.grab().toImage()
        right, bottom = picture.width() - 1, picture.height() - 1
        places = [(0, 90), (right, 90), (90, 0), (90, bottom), (0, 0), (right, bottom)]
        return {picture.pixelColor(x, y).name() for x, y in places}

    dock.setFloating(True)
    qtbot.waitUntil(lambda: edge() == {studio.tokens.field_line})
    assert contrast(studio.tokens.field_line, studio.tokens.surface) >= 2.5
    dock.setFloating(False)
    qtbot.waitUntil(lambda: studio.tokens.field_line not in edge())
