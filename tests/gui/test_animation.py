"""The wheel turning as a film: it goes round without a jump, and other programs can play it."""

from __future__ import annotations

import io
import sys
from types import ModuleType

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.export.registry import Picture, PictureOptions
from flywheel_studio.export.shown_run import link_speeds, shown_run
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.qt_rendering.animation import Film
from flywheel_studio.qt_rendering.exporters import can_make_films, exporters
from flywheel_studio.qt_rendering.png_pdf import png_bytes
from flywheel_studio.storage.templates import load_template

SHORT = PictureOptions(seconds=1.0, scale=0.5)


def picture_of(flywheel, theme="clean"):
    loops = find_loops(causal_graph(flywheel)).loops
    return Picture(flywheel=flywheel, theme=theme_named(theme), loops=loops)


@pytest.fixture
def amazon(qapp):
    return picture_of(load_template("amazon", "en"))


def row(kind):
    return next(row for row in exporters() if row.id == kind)


def pixels(image: QImage):
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).astype(int)


def frames(raw):
    """Each frame as a viewer puts it together."""
    with Image.open(io.BytesIO(raw)) as film:
        for number in range(film.n_frames):
            film.seek(number)
            yield np.asarray(film.convert("RGB")).astype(int)


@pytest.mark.parametrize("seconds", [1.0, 2.6, 6.0])
def test_the_frame_after_the_last_is_the_first(amazon, seconds):
    film = Film(amazon, PictureOptions(seconds=seconds, scale=0.5))
    assert film.count == round(25 * seconds)
    assert (pixels(film.frame(film.count)) == pixels(film.frame(0))).all()
    assert (pixels(film.frame(1)) != pixels(film.frame(0))).any()


def test_from_the_last_frame_to_the_first_is_a_step_like_any_other(amazon):
    film = Film(amazon, SHORT)
    shown = [pixels(frame) for frame in film.frames()]
    steps = [np.abs(b - a).mean() for a, b in zip(shown, [*shown[1:], shown[0]], strict=True)]
    assert steps[-1] < 1.5 * np.median(steps)


def test_without_its_motion_the_first_frame_is_the_picture(qapp):
    still = Flywheel(
        factors={"a": Factor(id="a", label="A", x=0.0, y=0.0), "b": Factor(id="b", x=200.0, y=90.0)}
    )
    picture = picture_of(still, "slate")
    film = Film(picture, PictureOptions(seconds=1.0))
    png = QImage.fromData(png_bytes(picture.figure, PictureOptions()))
    assert (pixels(film.frame(0)) == pixels(png)).all()


def test_beads_of_a_link_are_as_fast_as_what_it_carries(qapp):
    """Twice the weight from the same factor carries twice as much and has twice the periods."""
    flywheel = Flywheel(
        factors={key: Factor(id=key, label=key, x=300.0 * n, y=0.0) for n, key in enumerate("abc")},
        links={
            "slow": Link(id="slow", source="b", target="a", weight=0.3),
            "fast": Link(id="fast", source="b", target="c", weight=0.6),
        },
        pushes={"p": Push(id="p", factor="b", impulse=1.0)},
    )
    speeds = link_speeds(flywheel, shown_run(flywheel, ()).trajectory)
    assert speeds == pytest.approx({"slow": 0.5, "fast": 1.0})
    film = Film(picture_of(flywheel), PictureOptions(seconds=10.5, scale=0.2))
    slow, fast = sorted(beads.periods for beads in film._beads)
    assert fast == 2 * slow
    # 1.6 of 110 units a second for 10.5 seconds, a bead every 84 units.
    assert fast == round(1.6 * 110 * 10.5 / 84)


@pytest.mark.parametrize("theme", ["clean", "slate"])
@pytest.mark.parametrize("kind", ["gif", "apng"])
def test_another_program_plays_it_frame_by_frame_for_ever(qapp, kind, theme):
    picture = picture_of(load_template("amazon", "de"), theme)
    raw = row(kind).write(picture, SHORT)
    with Image.open(io.BytesIO(raw)) as film:
        assert film.n_frames == 25
        assert film.info["loop"] == 0
        assert film.info["duration"] == 40
    own = Film(picture, SHORT)
    for number, shown in enumerate(frames(raw)):
        away = np.abs(shown - pixels(own.frame(number))[..., :3])
        # A GIF has 255 colours; what is flat is met exactly, edges nearly.
        assert away.mean() < (0.2 if kind == "gif" else 1e-9), number


def test_a_transparent_film_is_clear_between_its_lines(qapp):
    picture = picture_of(load_template("amazon", "en"))
    raw = row("apng").write(picture, PictureOptions(seconds=1.0, scale=0.5, transparent=True))
    own = Film(picture, PictureOptions(seconds=1.0, scale=0.5, transparent=True))
    with Image.open(io.BytesIO(raw)) as film:
        for number in (0, 7, 24):
            film.seek(number)
            shown = np.asarray(film.convert("RGBA")).astype(int)
            assert shown[2, 2, 3] == 0
            assert (shown[..., 3] == pixels(own.frame(number))[..., 3]).all()


@pytest.mark.parametrize("kind", ["gif", "apng"])
def test_the_same_document_gives_the_same_film(amazon, kind):
    assert row(kind).write(amazon, SHORT) == row(kind).write(amazon, SHORT)


def test_a_width_is_met(amazon):
    raw = row("gif").write(amazon, PictureOptions(seconds=1.0, width=321))
    with Image.open(io.BytesIO(raw)) as film:
        assert film.width == 321


def test_progress_is_told_and_a_stop_is_heard_between_two_frames(amazon):
    told = []
    row("gif").write(amazon, SHORT, told.append)
    assert told == sorted(told)
    assert len(told) == 25
    assert told[-1] == 1.0
    stop = StopToken()

    def after_three(share):
        told.append(share)
        if len(told) == 3:
            stop.set()

    told.clear()
    with pytest.raises(Cancelled):
        row("gif").write(amazon, SHORT, after_three, stop)
    assert len(told) == 3


def test_an_empty_paper_and_a_wheel_at_rest_are_films_too(qapp):
    for flywheel in (Flywheel(), Flywheel(factors={"a": Factor(id="a", label="A")})):
        raw = row("gif").write(picture_of(flywheel), PictureOptions(seconds=1.0))
        with Image.open(io.BytesIO(raw)) as film:
            assert film.n_frames in (1, 25)


def test_hostile_words_do_not_spoil_a_film(qapp):
    label = "<script>\u202e🚀" + "a" + "\u0301" * 300
    flywheel = Flywheel(
        factors={"a": Factor(id="a", label=label), "b": Factor(id="b", label="%n &File")},
        links={
            "l": Link(id="l", source="a", target="b"),
            "m": Link(id="m", source="b", target="a", polarity="-"),
        },
    )
    assert len(list(frames(row("apng").write(picture_of(flywheel), SHORT)))) == 25


def test_mp4_is_offered_only_where_its_package_is(monkeypatch, qapp):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setattr("flywheel_studio.qt_rendering.exporters.find_spec", lambda name: None)
    assert "mp4" not in [row.id for row in exporters()]
    monkeypatch.setattr("flywheel_studio.qt_rendering.exporters.find_spec", lambda name: name)
    assert "mp4" in [row.id for row in exporters()]


def test_mp4_gets_every_frame_with_even_sides(monkeypatch, amazon):
    """Stands in for the package: keeps what it was sent."""
    sent = []

    def write_frames(path, size, **settings):
        sent.append((size, settings["fps"]))
        try:
            while True:
                sent.append((yield))
        finally:
            with open(path, "wb") as file:  # noqa: PTH123
                file.write(b"film")

    package = ModuleType("imageio_ffmpeg")
    package.write_frames = write_frames
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", package)
    monkeypatch.setattr("flywheel_studio.qt_rendering.exporters.find_spec", lambda name: name)
    assert row("mp4").write(amazon, PictureOptions(seconds=1.0, width=321)) == b"film"
    (size, rate), *shown = sent
    assert size[0] == 322
    assert size[1] % 2 == 0
    assert rate == 25
    assert [len(frame) for frame in shown] == [size[0] * size[1] * 4] * 25


@pytest.mark.slow
@pytest.mark.skipif(not can_make_films(), reason="imageio-ffmpeg is missing: pip install it")
def test_mp4_plays_at_25_frames_a_second(amazon):
    import imageio_ffmpeg

    raw = row("mp4").write(amazon, SHORT)
    path = io.BytesIO(raw)
    assert raw == row("mp4").write(amazon, SHORT)
    assert path.getvalue()[4:8] == b"ftyp"
    assert imageio_ffmpeg is not None
