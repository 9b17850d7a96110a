"""Exporting from the window: what is asked, what comes out, and what is said when it cannot be."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressDialog

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.export.registry import Exporter
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.codec import decode
from flywheel_studio.storage.files import read
from flywheel_studio.storage.picture_model import model_in_png
from tests.gui.stand import Answers, results_settle


@pytest.fixture
def window(studio, qtbot):
    """A window with the Amazon flywheel, its loops found."""
    window = studio.new_window()
    window.files.ask = Answers()
    studio.open_template("amazon", window)
    results_settle(window, qtbot)
    return window


@pytest.fixture
def saves_to(monkeypatch):
    """Answers the file dialog."""

    def answer(path: Path | None) -> list[str]:
        suggested: list[str] = []

        def choose(parent, title, start, kinds):
            suggested.append(start)
            return (str(path) if path is not None else "", "")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
        return suggested

    return answer


def ask(window, kind: str):
    window.exports.ask()
    dialog = window.exports.dialog
    choose(dialog.choices.format, kind)
    return dialog


def choose(combo, value):
    index = combo.findData(value)
    assert index >= 0, value
    combo.setCurrentIndex(index)


def agree(window, qtbot):
    """Press Export and wait until it is done."""
    window.exports.dialog._on_accepted()
    qtbot.waitUntil(lambda: window.exports.run is None, timeout=30_000)


@pytest.mark.parametrize("row", exporters(), ids=lambda row: row.id)
def test_every_format_is_written_and_opens(window, qtbot, tmp_path, saves_to, row: Exporter):
    path = tmp_path / f"out.{row.suffix}"
    saves_to(path)
    dialog = ask(window, row.id)
    choose(dialog.choices.seconds, 3)
    agree(window, qtbot)
    assert window.files.ask.asked == []
    raw = path.read_bytes()
    match row.id:
        case "pptx":
            assert len(Presentation(io.BytesIO(raw)).slides) == 1
        case "png" | "gif" | "apng":
            with Image.open(io.BytesIO(raw)) as picture:
                assert getattr(picture, "n_frames", 1) == (1 if row.id == "png" else 75)
        case _:
            assert len(raw) > 1000


def test_only_what_a_format_knows_is_asked(window):
    asked = {}
    for row in exporters():
        dialog = ask(window, row.id)
        choices = dialog.choices
        fields = {
            "width": choices.film_size if "seconds" in row.takes else choices.size_choice,
            "links": choices.links,
            "slides": choices.slides,
            "shape": choices.shape,
            "into": choices.deck,
            "seconds": choices.seconds,
            "transparent": choices.transparent,
            "padding": choices.tight,
            "text": choices.outlines,
            "model": choices.model,
        }
        asked[row.id] = {key for key, field in fields.items() if field.isVisible()}
        assert asked[row.id] == set(fields) & row.takes
        dialog.reject()


def test_the_answers_are_remembered(window, qtbot, tmp_path, saves_to):
    saves_to(tmp_path / "story.pptx")
    dialog = ask(window, "pptx")
    choose(dialog.choices.slides, "story")
    choose(dialog.choices.links, "glued")
    choose(dialog.choices.shape, "4:3")
    agree(window, qtbot)
    deck = Presentation(str(tmp_path / "story.pptx"))
    assert len(deck.slides) == 13
    assert deck.slide_width == 9144000
    window.exports.ask()
    choices = window.exports.dialog.choices
    options = choices.options()
    assert choices.exporter.id == "pptx"
    assert (options.slides, options.links, options.shape) == ("story", "glued", "4:3")
    window.exports.dialog.reject()


def test_slides_are_put_into_the_chosen_presentation(window, qtbot, tmp_path, saves_to):
    path = tmp_path / "ours.pptx"
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    deck.save(str(path))
    suggested = saves_to(path)
    dialog = ask(window, "pptx")
    dialog.choices.deck.choose(path)
    assert not dialog.choices.shape.isVisible()
    dialog.choices.deck_look.setChecked(True)
    assert not dialog.choices.theme.isEnabled()
    agree(window, qtbot)
    assert suggested == [str(path)]
    slides = Presentation(str(path)).slides
    assert len(slides) == 2
    assert "srgbClr" not in slides[1]._element.xml


def test_what_is_no_presentation_is_said_and_not_exported(window, tmp_path):
    path = tmp_path / "not.pptx"
    path.write_bytes(b"something else")
    dialog = ask(window, "pptx")
    dialog.choices.deck.choose(path)
    assert "no PowerPoint presentation" in dialog.problem
    assert not dialog.can_export
    dialog.choices.deck.choose(None)
    assert dialog.problem == ""
    assert dialog.can_export
    assert path.read_bytes() == b"something else"
    dialog.reject()


def test_a_width_that_makes_no_sense_is_said_and_not_exported(window):
    dialog = ask(window, "png")
    choose(dialog.choices.size_choice, 0)
    dialog.choices.width_field.setText("many")
    assert "whole number" in dialog.problem
    assert not dialog.can_export
    dialog.choices.width_field.setText("800")
    assert dialog.can_export
    assert "800 ×" in dialog._result.text()
    dialog.reject()


def test_what_is_selected_is_exported_alone_and_carries_itself_alone(
    window, qtbot, tmp_path, saves_to
):
    path = tmp_path / "part.png"
    saves_to(path)
    window.editor.selection.set_one("factors", "traffic")
    window.editor.selection.toggle("factors", "sellers")
    dialog = ask(window, "png")
    part = dialog.choices.part
    assert part.isVisible()
    part.setCurrentIndex(part.findText("What is selected"))
    agree(window, qtbot)
    inside = decode(model_in_png(path.read_bytes())).flywheel
    assert set(inside.factors) == {"traffic", "sellers"}
    assert set(inside.links) == {"l2"}


def test_nothing_selected_and_one_wheel_ask_for_no_part(window):
    dialog = ask(window, "png")
    assert not dialog.choices.part.isVisible()
    dialog.reject()


def test_a_long_export_shows_how_far_it_is_and_stops_when_told_to(
    window, qtbot, tmp_path, saves_to
):
    path = tmp_path / "long.gif"
    path.write_bytes(b"what was there")
    saves_to(path)
    dialog = ask(window, "gif")
    choose(dialog.choices.seconds, 20)
    choose(dialog.choices.film_size, 1920)
    dialog._on_accepted()
    run = window.exports.run
    assert run is not None
    progress = run.dialog
    qtbot.waitUntil(lambda: progress.isVisible() and progress.value() > 0, timeout=20_000)
    assert isinstance(progress, QProgressDialog)
    # The window is alive meanwhile, and its own button ends it.
    cancel = next(child for child in progress.children() if hasattr(child, "click"))
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.exports.run is None, timeout=10_000)
    assert path.read_bytes() == b"what was there"


def test_a_file_dialog_that_is_cancelled_writes_nothing(window, tmp_path, saves_to):
    saves_to(None)
    ask(window, "svg")._on_accepted()
    assert window.exports.run is None
    assert list(tmp_path.glob("*.svg")) == []


def test_a_name_without_a_suffix_gets_one_and_an_unsaved_drawing_exports(
    window, qtbot, tmp_path, saves_to
):
    window.editor.perform("Add", lambda fw: add_factor(fw, label="New", x=0.0, y=0.0))
    saves_to(tmp_path / "plain")
    ask(window, "svg")
    agree(window, qtbot)
    opened = read(tmp_path / "plain.svg")
    assert "New" in {factor.label for factor in opened.flywheel.factors.values()}


def test_a_disk_that_refuses_is_told_with_what_to_do(window, qtbot, tmp_path, saves_to):
    saves_to(tmp_path / "no such folder" / "out.png")
    ask(window, "png")
    agree(window, qtbot)
    assert [asked[0] for asked in window.files.ask.asked] == ["tell"]


def test_words_too_small_for_a_slide_are_warned_of_and_still_exported(studio, qtbot):
    window = studio.new_window()
    window.files.ask = Answers()
    studio.open_template("marketing-portfolio", window)
    results_settle(window, qtbot)
    dialog = ask(window, "pptx")
    warning = dialog.findChild(QLabel, "notice")
    assert warning.isVisible()
    assert re.search(r"words will be 6(\.\d)? pt on the slide", dialog.warning)
    assert dialog.can_export
    assert dialog.problem == ""
    qtbot.waitUntil(lambda: warning.height() >= warning.heightForWidth(warning.width()))
    choices = dialog.choices
    # One wheel is large enough, and a page a wheel; a tall slide in somebody's deck is not.
    choices.part.setCurrentIndex(1)
    assert dialog.warning == ""
    assert not warning.isVisible()
    choices.part.setCurrentIndex(0)
    choose(choices.format, "pdf")
    assert "fills a slide" in dialog.warning
    choices.pages.setChecked(True)
    assert dialog.warning == ""
    choose(choices.format, "png")
    assert "fills a slide" in dialog.warning
    dialog.reject()


def test_the_words_are_measured_in_the_chosen_presentation(window, tmp_path):
    path = tmp_path / "narrow.pptx"
    deck = Presentation()
    deck.slide_width = deck.slide_height // 2
    deck.save(str(path))
    dialog = ask(window, "pptx")
    own = dialog.warning
    dialog.choices.deck.choose(path)
    assert dialog.warning not in ("", own)
    dialog.choices.deck.choose(None)
    assert dialog.warning == own
    dialog.reject()
