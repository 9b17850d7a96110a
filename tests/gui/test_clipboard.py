"""Cut, copy and paste in the real window, through the real clipboard."""

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from flywheel_studio.app.clipboard import DOCUMENT, LOOK, SVG, ClipboardVerbs
from flywheel_studio.storage.codec import decode, encode
from tests.gui.stand import Answers, panels_stand, results_settle

CTRL = Qt.KeyboardModifier.ControlModifier


def act(window, name: str) -> None:
    """Choose a row of the Edit menu by its name."""
    menu = next(a.menu() for a in window.menuBar().actions() if a.text() == "&Edit")
    next(a for a in menu.actions() if a.text().split("\t")[0] == name).trigger()


@pytest.fixture
def studio(studio):
    yield studio
    QGuiApplication.clipboard().clear()


@pytest.fixture
def open_window(studio, qtbot):
    def open_it(template: str | None = None):
        window = studio.new_window()
        window.files.ask = Answers()
        if template is not None:
            studio.open_template(template, window)
        panels_stand(window, qtbot)
        window.activateWindow()
        window.canvas.setFocus()
        qtbot.waitUntil(window.canvas.hasFocus, timeout=5_000)
        return window

    return open_it


def test_keys_copy_from_one_window_and_paste_into_another(open_window, qtbot):
    source = open_window("amazon")
    wanted = decode(encode(source.editor.flywheel)).flywheel
    QTest.keyClick(source.canvas, Qt.Key.Key_A, CTRL)
    QTest.keyClick(source.canvas, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasFormat(DOCUMENT))
    target = open_window()
    QTest.keyClick(target.canvas, Qt.Key.Key_V, CTRL)
    pasted = target.editor.flywheel
    assert [f.label for f in pasted.factors.values()] == [f.label for f in wanted.factors.values()]
    assert len(pasted.links) == len(wanted.links)
    assert target.editor.undo_label == "Paste"


def test_a_copy_is_a_document_a_picture_and_an_svg_and_never_text(open_window):
    window = open_window("amazon")
    window.editor.selection.set([("factors", "traffic"), ("factors", "sellers")])
    ClipboardVerbs(window).copy()
    clip = QGuiApplication.clipboard().mimeData()
    assert clip.hasFormat(DOCUMENT) and clip.hasFormat(SVG) and clip.hasImage()
    assert not clip.hasText() and not clip.hasHtml()
    svg = bytes(clip.data(SVG).data()).decode()
    assert "Traffic" in svg and "Selection" not in svg
    box = window.canvas.sheet.figure("factors", "traffic").box
    assert clip.imageData().width() > 2 * box.width


def test_the_picture_is_twice_the_size_of_the_drawing(open_window):
    window = open_window("amazon")
    window.copy_as_picture()
    image = QGuiApplication.clipboard().mimeData().imageData()
    width = image.width()
    # Twice the pixels to the inch: pasted, it is as large as it was drawn.
    assert image.dotsPerMeterX() * 0.0254 == pytest.approx(192.0, abs=0.1)
    assert width == pytest.approx(2 * (window.figure().box.width + 32), abs=3)


def test_pasted_words_become_factors_on_an_empty_paper(open_window, tmp_path):
    window = open_window()
    QGuiApplication.clipboard().setText("Traffic\nSellers\nSelection\nCustomer experience\n")
    QTest.keyClick(window.canvas, Qt.Key.Key_V, CTRL)
    assert [f.label for f in window.editor.flywheel.factors.values()] == [
        "Traffic",
        "Sellers",
        "Selection",
        "Customer experience",
    ]
    assert len(window.editor.history.labels()) == 1


SIX = """Users -> Data -> Product -> Word of mouth -> Users
Users -> Revenue -> Product
Users --> Support load
Support load -| Product"""


def test_a_pasted_text_with_arrows_is_drawn_with_its_balancing_link(open_window, qtbot):
    window = open_window()
    QGuiApplication.clipboard().setText(SIX)
    QTest.keyClick(window.canvas, Qt.Key.Key_V, CTRL)
    flywheel = window.editor.flywheel
    assert [f.label for f in flywheel.factors.values()] == [
        "Users",
        "Data",
        "Product",
        "Word of mouth",
        "Revenue",
        "Support load",
    ]
    assert len(flywheel.links) == 8
    assert [link.source for link in flywheel.links.values() if link.is_negative] == ["support-load"]
    assert window.editor.selection.factors == set(flywheel.factors)
    assert window.editor.undo_label == "Paste" and len(window.editor.history.labels()) == 1
    seen = window.canvas.camera.visible()
    assert all(
        seen.contains(window.canvas.sheet.figure("factors", key).box) for key in flywheel.factors
    )
    results_settle(window, qtbot)
    kinds = [loop.kind for loop in window.panels.loops_now()]
    assert kinds.count("reinforcing") == 2 and kinds.count("balancing") == 1
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, CTRL)
    assert not window.editor.flywheel.factors and not window.editor.flywheel.links


def test_what_is_copied_as_text_is_drawn_again_in_another_window(open_window):
    source = open_window("amazon")
    QTest.keyClick(source.canvas, Qt.Key.Key_A, CTRL)
    act(source, "Copy as text")
    clip = QGuiApplication.clipboard().mimeData()
    assert clip.hasText() and not clip.hasImage() and not clip.hasFormat(DOCUMENT)
    assert "Traffic -> Sellers" in clip.text().splitlines()
    target = open_window()
    act(target, "Paste")
    drawn, wanted = target.editor.flywheel, source.editor.flywheel

    def signed(flywheel):
        called = {key: " ".join(f.label.split()) for key, f in flywheel.factors.items()}
        return {(called[k.source], k.polarity, called[k.target]) for k in flywheel.links.values()}

    assert signed(drawn) == signed(wanted) and len(drawn.factors) == len(wanted.factors)


def test_a_line_that_cannot_be_read_is_told_in_a_toast(open_window):
    window = open_window()
    QGuiApplication.clipboard().setText("Traffic -> Sellers\nA -> ?? -> B")
    QTest.keyClick(window.canvas, Qt.Key.Key_V, CTRL)
    assert len(window.editor.flywheel.factors) == 2
    assert window.toast.words == "1 line could not be read: A -> ?? -> B"


def test_hostile_content_of_our_own_type_leaves_the_paper_as_it_is(open_window):
    window = open_window("amazon")
    before = window.editor.flywheel
    sentences: list[str] = []
    window.toolbox.problem.connect(sentences.append)
    for raw in (b"", b"\xff\x00", b"[" * 200_000, b'{"format": "flywheel-studio", "version": 7}'):
        clip = QMimeData()
        clip.setData(DOCUMENT, QByteArray(raw))
        QGuiApplication.clipboard().setMimeData(clip)
        ClipboardVerbs(window).paste()
    assert window.editor.flywheel is before
    assert len(sentences) == 4 and all("\n" not in sentence for sentence in sentences)


def test_all_of_many_pasted_words_are_seen(open_window):
    window = open_window()
    window.canvas.reduced_motion = True
    words = [f"A longer name of factor {n}" for n in range(40)]
    QGuiApplication.clipboard().setText("\n".join(words))
    ClipboardVerbs(window).paste()
    seen = window.canvas.camera.visible()
    assert len(window.editor.selection.factors) == 40
    for key in window.editor.selection.factors:
        assert seen.contains(window.canvas.sheet.figure("factors", key).box)


def test_cut_and_paste_in_a_label_are_about_the_words(open_window):
    window = open_window("amazon")
    window.editor.selection.set_one("factors", "traffic")
    before = set(window.editor.flywheel.factors)
    window.toolbox.edit_label("traffic")
    field = window.canvas.label_editor
    QTest.keyClick(field, Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "Traffic"
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert set(window.editor.flywheel.factors) == before
    assert window.editor.flywheel.factors["traffic"].label == "TrafficTraffic"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "keys", "style"),
    [
        ("factors", ["traffic", "sellers"], {"shape": "box", "stroke": 3}),
        ("links", ["l1", "l2"], {"color": 2}),
        ("bands", ["b1", "b2"], {"color": 4}),
        ("texts", ["t1", "t2"], {"size": "large", "align": "right"}),
    ],
)
def test_keys_carry_a_style_from_one_window_to_several_records_of_another(
    open_window, qtbot, kind, keys, style
):
    from flywheel_studio.commands.bands import set_stages
    from flywheel_studio.commands.styles import set_style
    from flywheel_studio.commands.texts import add_text

    def prepared(now):
        now = set_stages(now, ["One", "Two"])
        return add_text(add_text(now, "Why", 500.0, 0.0), "How", 500.0, 90.0)

    source, target = open_window("amazon"), open_window("amazon")
    for window in (source, target):
        window.toolbox.perform("Prepare", prepared)
    source.toolbox.perform("Style", lambda now: set_style(now, kind, keys[:1], **style))
    alt = Qt.KeyboardModifier.AltModifier
    source.editor.selection.set_one("factors", "traffic")
    ClipboardVerbs(source).copy()
    had = set(QGuiApplication.clipboard().mimeData().formats())
    source.editor.selection.set_one(kind, keys[0])
    source.activateWindow()
    source.canvas.setFocus()
    qtbot.waitUntil(source.canvas.hasFocus)
    QTest.keyClick(source.canvas, Qt.Key.Key_C, CTRL | alt)
    assert "Style copied" in source.toast.words
    formats = set(QGuiApplication.clipboard().mimeData().formats())
    assert formats == had | {LOOK}
    target.editor.selection.set((kind, key) for key in keys)
    before = len(target.editor.history.labels())
    target.activateWindow()
    target.canvas.setFocus()
    qtbot.waitUntil(target.canvas.hasFocus)
    QTest.keyClick(target.canvas, Qt.Key.Key_V, CTRL | alt)
    assert [target.editor.flywheel.table(kind)[key].style for key in keys] == [style, style]
    assert len(target.editor.history.labels()) == before + 1
    assert target.toast.words == "2 things take the style."


def test_a_copied_style_outlives_the_next_copy_and_nothing_to_paste_is_said(open_window):
    window = open_window("amazon")
    ClipboardVerbs(window).paste_style()
    assert window.toast.words == "Copy the style of something first."
    window.editor.selection.set_one("factors", "traffic")
    ClipboardVerbs(window).copy_style()
    ClipboardVerbs(window).copy()
    window.editor.selection.set_one("factors", "sellers")
    ClipboardVerbs(window).paste_style()
    assert window.toast.words == "1 thing takes the style."
