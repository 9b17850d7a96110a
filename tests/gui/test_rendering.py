"""Pictures painted by Qt: sizes, resolution, the model inside, the same bytes each time."""

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest
import uharfbuzz
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.primitives import Figure, Line, Move, Shape, TextLine
from flywheel_studio.drawing.theme import theme_named, theme_names
from flywheel_studio.export.registry import Picture, PictureOptions
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Wheel
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.qt_rendering.fonts import (
    font_of,
    indent_of,
    install_fonts,
    line_font,
    stretch_of,
)
from flywheel_studio.qt_rendering.painter import pen_of
from flywheel_studio.qt_rendering.png_pdf import MAX_SIDE, PictureTooLarge, pdf_bytes, png_bytes
from flywheel_studio.resource_files import resource
from flywheel_studio.storage.codec import decode
from flywheel_studio.storage.picture_model import model_in_png
from flywheel_studio.storage.templates import Template, load_template, templates

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler is missing: apt-get install poppler-utils"
)
FACES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


@pytest.fixture
def amazon() -> Flywheel:
    return decode(resource("templates", "amazon.en.flywheel").read_bytes()).flywheel


@pytest.fixture
def figure(amazon: Flywheel) -> Figure:
    return compose(amazon, theme_named("clean"))


def line(text: str, size: float = 18.0, weight: int = 600, advance: float = 0.0) -> TextLine:
    return TextLine(
        text=text,
        x=0.0,
        y=0.0,
        size=size,
        weight=weight,
        family="Inter",
        color="#000000",
        advance=advance,
    )


def image_of(raw: bytes) -> QImage:
    image = QImage.fromData(raw, "PNG")
    assert not image.isNull()
    return image


def chunk(raw: bytes, kind: bytes) -> bytes:
    """The content of a chunk, found by walking the file as the PNG specification says."""
    at = 8
    while at < len(raw):
        length, name = struct.unpack(">I4s", raw[at : at + 8])
        content = raw[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", raw[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(name + content)
        if name == kind:
            return content
        at += 12 + length
    raise AssertionError(f"no {kind!r} chunk")


@pytest.mark.parametrize("weight", FACES)
@pytest.mark.parametrize("text", ["Kundenerlebnis", "AVATAR To Wäscherei", "Größe: 3.14 → ok"])
def test_qt_letters_as_wide_as_the_shaper_says(qapp: QApplication, weight: int, text: str) -> None:
    install_fonts()
    face = uharfbuzz.Face(
        uharfbuzz.Blob.from_file_path(str(resource("fonts", "inter", f"Inter-{FACES[weight]}.ttf")))
    )
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(face), buffer)
    shaped = sum(position.x_advance for position in buffer.glyph_positions) * 18 / face.upem
    drawn = QFontMetricsF(font_of(line(text, weight=weight))).horizontalAdvance(text)
    assert drawn == pytest.approx(shaped, rel=0.002)


def test_a_size_between_whole_pixels_is_the_nearest_one_scaled(qapp: QApplication) -> None:
    placed = line_font("Inter", 21.96, 700)
    assert placed.font.pixelSize() == 22
    assert placed.font.pixelSize() * placed.scale == pytest.approx(21.96)


def test_words_in_another_font_are_squeezed_into_the_room_they_were_given(
    qapp: QApplication,
) -> None:
    wide = line("顧客体験", advance=40.0)
    drawn = QFontMetricsF(font_of(wide)).horizontalAdvance(wide.text)
    assert drawn * stretch_of(wide) == pytest.approx(40.0)


def test_words_in_another_font_are_never_drawn_wider_than_they_are_but_amid_their_room(
    qapp: QApplication,
) -> None:
    text = "رضا العملاء 顧客体験"
    drawn = QFontMetricsF(font_of(line(text))).horizontalAdvance(text)
    roomy = line(text, advance=drawn + 60.0)
    assert stretch_of(roomy) == 1.0
    assert indent_of(roomy) == pytest.approx(30.0)


def test_words_of_the_bundled_font_are_never_squeezed(figure: Figure, qapp: QApplication) -> None:
    words = [part for part in figure.primitives() if isinstance(part, TextLine)]
    assert words
    assert all(stretch_of(word) == 1.0 and indent_of(word) == 0.0 for word in words)


def test_an_odd_dash_repeats_as_in_svg(qapp: QApplication) -> None:
    shape = Shape(
        path=(Move(Point(0, 0)), Line(Point(9, 0))), stroke="#000000", width=2.0, dash=(6.0,)
    )
    assert pen_of(shape).dashPattern() == [3.0, 3.0]


def test_at_full_size_a_paper_unit_is_a_pixel(figure: Figure, qapp: QApplication) -> None:
    image = image_of(png_bytes(figure, PictureOptions()))
    assert image.width() == pytest.approx(figure.box.width + 32, abs=1)
    assert image.height() == pytest.approx(figure.box.height + 32, abs=1)


@pytest.mark.parametrize("width", [1, 640, 1920, 3840])
def test_a_width_is_met_exactly_and_the_shape_is_kept(
    figure: Figure, qapp: QApplication, width: int
) -> None:
    image = image_of(png_bytes(figure, PictureOptions(width=width)))
    ratio = (figure.box.height + 32) / (figure.box.width + 32)
    assert image.width() == width
    assert image.height() == max(1, round(width * ratio))


def test_scale_and_padding_count(figure: Figure, qapp: QApplication) -> None:
    image = image_of(png_bytes(figure, PictureOptions(scale=2.0, padding=0.0)))
    assert image.width() == pytest.approx(2 * figure.box.width, abs=1)


def test_dots_per_inch_are_written_into_the_file(figure: Figure, qapp: QApplication) -> None:
    raw = png_bytes(figure, PictureOptions(dpi=300.0))
    across, down, unit = struct.unpack(">IIB", chunk(raw, b"pHYs"))
    assert (across, down, unit) == (11811, 11811, 1)
    assert image_of(raw).width() == pytest.approx((figure.box.width + 32) * 300 / 96, abs=1)


def test_the_paper_can_be_left_out(figure: Figure, qapp: QApplication) -> None:
    opaque = image_of(png_bytes(figure, PictureOptions()))
    clear = image_of(png_bytes(figure, PictureOptions(transparent=True)))
    assert opaque.pixelColor(0, 0).name().upper() == figure.paper.upper()
    assert opaque.pixelColor(0, 0).alpha() == 255
    assert clear.pixelColor(0, 0).alpha() == 0


def test_the_picture_carries_its_document(figure: Figure, qapp: QApplication) -> None:
    model = '{"format": "flywheel-studio", "title": "Wäsche"}'.encode()
    raw = png_bytes(figure, PictureOptions(model=model))
    found = model_in_png(raw)
    assert found is not None
    assert b"flywheel-studio" in found
    assert model_in_png(png_bytes(figure, PictureOptions())) is None
    assert not image_of(raw).isNull()


def test_the_same_figure_gives_the_same_bytes(figure: Figure, qapp: QApplication) -> None:
    options = PictureOptions(scale=1.5)
    assert png_bytes(figure, options) == png_bytes(figure, options)


@pytest.mark.parametrize("options", [PictureOptions(width=MAX_SIDE + 1), PictureOptions(scale=1e6)])
def test_a_picture_too_large_to_paint_is_refused_in_words(
    figure: Figure, qapp: QApplication, options: PictureOptions
) -> None:
    with pytest.raises(PictureTooLarge, match=r"would be \d+ x \d+ pixels"):
        png_bytes(figure, options)


def test_an_empty_paper_is_still_a_picture(qapp: QApplication) -> None:
    empty = Figure(records=(), box=Box(0.0, 0.0, 0.0, 0.0), paper="#FFFFFF")
    assert image_of(png_bytes(empty, PictureOptions(padding=0.0))).width() == 1


def test_the_pdf_is_one_page_of_the_drawings_size_with_its_fonts_and_no_clock(
    figure: Figure, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = pdf_bytes([figure], PictureOptions())
    assert raw.startswith(b"%PDF-1.")
    assert raw.count(b"/Type /Page\n") == 1
    assert b"/FontFile2" in raw
    wide, high = ((side + 32) * 0.75 for side in (figure.box.width, figure.box.height))
    media = raw.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert [float(part) for part in media] == pytest.approx([0, 0, wide, high], abs=1.0)
    assert raw == pdf_bytes([figure], PictureOptions())


def test_every_offset_in_the_pdf_points_at_its_object(figure: Figure, qapp: QApplication) -> None:
    raw = pdf_bytes([figure], PictureOptions())
    assert b"D:20000101000000Z" in raw
    start = int(raw.rsplit(b"startxref\n", 1)[1].split()[0])
    table = raw[start:].split(b"trailer")[0].splitlines()
    assert table[0] == b"xref"
    entries = [entry for entry in table if entry.endswith((b" n", b" n "))]
    assert len(entries) > 5
    numbers = [number for number, entry in enumerate(table[2:]) if b" n" in entry]
    for number, entry in zip(numbers, entries, strict=True):
        at = int(entry.split()[0])
        assert raw[at:].startswith(b"%d 0 obj" % number)


def two_wheels() -> Flywheel:
    return Flywheel(
        wheels={"w": Wheel(id="w", title="Left"), "v": Wheel(id="v", title="Right", x=900.0)},
        factors={
            "a": Factor(id="a", label="Alpha Größe", wheel="w"),
            "b": Factor(id="b", label="Beta", wheel="w"),
            "c": Factor(id="c", label="Gamma", wheel="v"),
            "d": Factor(id="d", label="Delta", x=400.0, y=500.0),
        },
        links={
            "l": Link(id="l", source="a", target="b"),
            "x": Link(id="x", source="b", target="c"),
        },
    )


def pdf_of(flywheel: Flywheel, pages: str) -> bytes:
    picture = Picture(flywheel=flywheel, theme=theme_named(flywheel.header.theme))
    row = next(row for row in exporters() if row.id == "pdf")
    return row.write(picture, PictureOptions(pages=pages))  # type: ignore[arg-type]


def words_on(raw: bytes, tmp_path: Path, page: int) -> str:
    file = tmp_path / "pages.pdf"
    file.write_bytes(raw)
    said = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), str(file), "-"],
        check=True,
        capture_output=True,
    )
    return " ".join(said.stdout.decode("utf-8").split())


@needs_poppler
def test_the_pdf_has_a_page_a_wheel_and_one_for_the_rest_where_that_is_asked(
    qapp: QApplication, tmp_path: Path
) -> None:
    whole, wheels = pdf_of(two_wheels(), "one"), pdf_of(two_wheels(), "wheels")
    assert whole.count(b"/Type /Page\n") == 1
    assert wheels.count(b"/Type /Page\n") == 3
    everything = words_on(whole, tmp_path, 1)
    for label in ("Alpha Größe", "Beta", "Gamma", "Delta", "Left", "Right"):
        assert label in everything
    shown = [set(words_on(wheels, tmp_path, page).split()) for page in (1, 2, 3)]
    assert shown == [{"Alpha", "Größe", "Beta"}, {"Gamma"}, {"Delta"}]
    assert wheels == pdf_of(two_wheels(), "wheels")


@needs_poppler
@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
def test_pdftotext_finds_every_label(
    qapp: QApplication, tmp_path: Path, row: Template, language: str, theme: str
) -> None:
    flywheel = load_template(row.id, language)
    flywheel = replace(flywheel, header=replace(flywheel.header, theme=theme))
    said = words_on(pdf_of(flywheel, "one"), tmp_path, 1)
    found = sorted(said.split())
    for factor in flywheel.factors.values():
        assert set(factor.label.split()) <= set(found)


def share_that_differs(first: Image.Image, second: Image.Image) -> float:
    """How much of two pictures is clearly different, antialiasing aside."""
    blurred = [
        picture.convert("RGB").filter(ImageFilter.GaussianBlur(1.5)) for picture in (first, second)
    ]
    return float((np.asarray(ImageChops.difference(*blurred)).max(axis=2) > 60).mean())


@needs_poppler
@pytest.mark.parametrize("theme", ["clean", pytest.param("napkin", marks=pytest.mark.slow)])
def test_the_pdf_is_drawn_like_the_png(
    amazon: Flywheel, qapp: QApplication, tmp_path: Path, theme: str
) -> None:
    figure = compose(amazon, theme_named(theme))
    options = PictureOptions(scale=2.0)
    own = Image.open(io.BytesIO(png_bytes(figure, options)))
    (tmp_path / "one.pdf").write_bytes(pdf_bytes([figure], options))
    words = ["pdftoppm", "-r", "192", "-png", "-singlefile", tmp_path / "one.pdf", tmp_path / "one"]
    subprocess.run(words, check=True)
    page = Image.open(tmp_path / "one.png")
    # A page is whole points wide: up to a point wider, half of it on each side.
    left, top = round((page.width - own.width) / 2), round((page.height - own.height) / 2)
    drawn = page.crop((left, top, left + own.width, top + own.height))
    assert share_that_differs(drawn, own) < 2e-4
    records = tuple(
        replace(
            record,
            primitives=tuple(
                replace(part, x=part.x + 4.0) if isinstance(part, TextLine) else part
                for part in record.primitives
            ),
        )
        if record.id == "traffic"
        else record
        for record in figure.records
    )
    moved = Image.open(io.BytesIO(png_bytes(replace(figure, records=records), options)))
    assert share_that_differs(drawn, moved) > 4e-4
