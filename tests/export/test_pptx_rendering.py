"""The slides as LibreOffice draws them, held against our own picture drawn by resvg."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageFilter
from pptx import Presentation

from flywheel_studio.drawing.primitives import TextLine
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.svg import svg_bytes
from flywheel_studio.resource_files import resource

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        shutil.which("soffice") is None,
        reason="LibreOffice is missing: apt-get install libreoffice-impress",
    ),
    pytest.mark.skipif(
        shutil.which("pdftoppm") is None, reason="poppler is missing: apt-get install poppler-utils"
    ),
]
WIDTH = 1920


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Turns a .pptx into a PDF, with a profile of its own and our fonts beside the system's."""
    home = tmp_path_factory.mktemp("office")
    fonts = home / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{resource('fonts')}</dir><cachedir>{home / 'fonts'}</cachedir></fontconfig>"
    )
    count = 0

    def convert(raw: bytes) -> Path:
        nonlocal count
        count += 1
        slides = home / f"slides{count}.pptx"
        slides.write_bytes(raw)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{home}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(home),
                str(slides),
            ],
            env={**os.environ, "HOME": str(home), "FONTCONFIG_FILE": str(fonts)},
            check=True,
            capture_output=True,
            timeout=240,
        )
        return slides.with_suffix(".pdf")

    return convert


def pages(pdf: Path) -> list[Image.Image]:
    """Each page as pixels."""
    stem = pdf.with_suffix("")
    sizes = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", *sizes, "-png", str(pdf), str(stem)], check=True)
    return [
        Image.open(path).convert("RGB") for path in sorted(pdf.parent.glob(f"{stem.name}-*.png"))
    ]


def words_of(pdf: Path) -> str:
    said = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return " ".join(said.stdout.decode("utf-8").split())


def drawn_by_resvg(figure, scale):
    options = PictureOptions(scale=scale, padding=0, text="outlines")
    svg = svg_bytes(figure, options).decode()
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGB")


def share_that_differs(first, second):
    """How much of two pictures is clearly different, antialiasing aside."""
    blurred = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (first, second)]
    return float((np.asarray(ImageChops.difference(*blurred)).max(axis=2) > 60).mean())


def with_words_moved(figure, factor, by):
    records = tuple(
        replace(
            record,
            primitives=tuple(
                replace(part, x=part.x + by) if isinstance(part, TextLine) else part
                for part in record.primitives
            ),
        )
        if record.id == factor
        else record
        for record in figure.records
    )
    return replace(figure, records=records)


@pytest.mark.parametrize(
    ("language", "theme"), [("en", "clean"), ("de", "slate")], ids=["light", "dark"]
)
def test_a_slide_is_drawn_like_our_own_picture_to_a_hair(
    picture_of, slides_of, office, language, theme
):
    picture = picture_of("amazon", theme, language)
    raw = slides_of(picture)
    (drawn,) = pages(office(raw))
    deck = Presentation(io.BytesIO(raw))
    pixels = WIDTH / deck.slide_width
    shape = next(s for s in deck.slides[0].shapes if s.name == "Traffic")
    figure = picture.figure
    # The box of the record holds the border, PowerPoint's is the middle of it.
    box = next(r for r in figure.records if r.id == "traffic").box.grown(-1.5)
    scale = shape.width * pixels / box.width
    left = round(shape.left * pixels - (box.left - figure.box.left) * scale)
    top = round(shape.top * pixels - (box.top - figure.box.top) * scale)
    own = drawn_by_resvg(figure, scale)
    part = drawn.crop((left, top, left + own.width, top + own.height))
    assert share_that_differs(part, own) < 1e-4
    moved = drawn_by_resvg(with_words_moved(figure, "traffic", 3.0), scale)
    assert share_that_differs(part, moved) > 1e-4


@pytest.mark.parametrize("links", ["exact", "glued"])
@pytest.mark.parametrize("slides", ["one", "story"])
def test_every_slide_shows_its_words(picture_of, slides_of, office, links, slides):
    picture = picture_of("amazon", "clean", "de")
    raw = slides_of(picture, links=links, slides=slides)
    pdf = office(raw)
    said = words_of(pdf)
    for factor in picture.flywheel.factors.values():
        assert factor.label in said
    assert "R1" in said and "R2" in said
    assert len(pages(pdf)) == len(Presentation(io.BytesIO(raw)).slides)


def test_glued_links_touch_their_factors_on_the_slide(picture_of, slides_of, office):
    """Where a connector is said to end, there is its colour."""
    picture = picture_of("amazon")
    raw = slides_of(picture, links="glued")
    (drawn,) = pages(office(raw))
    deck = Presentation(io.BytesIO(raw))
    pixels = WIDTH / deck.slide_width
    shapes = {shape.name: shape for shape in deck.slides[0].shapes}
    orange = np.array([0xDF, 0x6A, 0x06])
    for name, across, down in (
        ("Customer experience", 1.0, 0.5),
        ("Traffic", 0.5, 0.0),
        ("Sellers", 1.0, 0.5),
        ("Selection", 0.5, 1.0),
    ):
        shape = shapes[name]
        x = (shape.left + across * shape.width) * pixels + (6 if across == 1.0 else 0)
        y = (shape.top + down * shape.height) * pixels
        y += {0.0: -6, 1.0: 6}.get(down, 0)
        spot = np.asarray(drawn)[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2]
        assert np.abs(spot.astype(int) - orange).max() < 60, name
