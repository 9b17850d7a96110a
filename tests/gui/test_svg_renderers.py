"""Our SVG as three other programs draw it, held against our own PNG.

The tolerance is one that a label moved by four units crosses, and that is tested too.
"""

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

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.drawing.primitives import Figure, TextLine
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.export.registry import Picture, PictureOptions
from flywheel_studio.export.svg import svg_bytes
from flywheel_studio.qt_rendering.png_pdf import png_bytes
from flywheel_studio.resource_files import resource
from flywheel_studio.storage.templates import load_template, templates

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
# Share of the pixels that may differ clearly; a label that has moved makes more of them differ.
TOLERANCE = 6e-4
CHROMIUM = next(
    (name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None
)
FONTS = [str(path) for path in sorted(resource("fonts").glob("*/*.ttf"))]


@pytest.fixture(scope="module")
def with_our_fonts(tmp_path_factory) -> dict[str, str]:
    """An environment in which fontconfig knows the bundled fonts."""
    home = tmp_path_factory.mktemp("fonts")
    config = home / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{resource('fonts')}</dir><cachedir>{home}</cachedir></fontconfig>"
    )
    return {**os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(home)}


def by_rsvg(svg: bytes, folder: Path, environment: dict[str, str]) -> Image.Image:
    drawn = subprocess.run(
        ["rsvg-convert", "--format=png"],
        input=svg,
        env=environment,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(drawn.stdout))


def by_resvg(svg: bytes, folder: Path, environment: dict[str, str]) -> Image.Image:
    raw = resvg_py.svg_to_bytes(svg_string=svg.decode(), font_files=FONTS, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(raw)))


def by_chromium(svg: bytes, folder: Path, environment: dict[str, str]) -> Image.Image:
    assert CHROMIUM is not None
    size = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg.decode())))).size
    (folder / "picture.svg").write_bytes(svg)
    page = '<body style="margin:0"><img src="picture.svg" style="display:block">'
    (folder / "page.html").write_text(page)
    subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={size[0]},{size[1]}",
            f"--screenshot={folder / 'shot.png'}",
            (folder / "page.html").as_uri(),
        ],
        env=environment,
        capture_output=True,
        check=True,
        timeout=120,
    )
    return Image.open(folder / "shot.png")


RENDERERS = [
    pytest.param(
        by_rsvg,
        marks=pytest.mark.skipif(
            shutil.which("rsvg-convert") is None,
            reason="rsvg-convert is missing: apt-get install librsvg2-bin",
        ),
        id="rsvg-convert",
    ),
    pytest.param(by_resvg, id="resvg"),
    pytest.param(
        by_chromium,
        marks=pytest.mark.skipif(
            CHROMIUM is None, reason="Chromium is missing: apt-get install chromium"
        ),
        id="chromium",
    ),
]


def figure_of(template: str, theme: str, language: str = "en") -> Figure:
    flywheel = load_template(template, language)
    loops = find_loops(causal_graph(flywheel)).loops
    return Picture(flywheel=flywheel, theme=theme_named(theme), loops=loops).figure


def with_words_moved(figure: Figure, factor: str) -> Figure:
    """The figure with the words of one factor four units to the right."""
    records = tuple(
        replace(
            record,
            primitives=tuple(
                replace(part, x=part.x + 4.0) if isinstance(part, TextLine) else part
                for part in record.primitives
            ),
        )
        if record.id == factor
        else record
        for record in figure.records
    )
    return replace(figure, records=records)


def share_that_differs(first: Image.Image, second: Image.Image) -> float:
    """How much of two pictures is clearly different, antialiasing aside."""
    width, height = min(first.width, second.width), min(first.height, second.height)
    assert abs(first.width - second.width) <= 1 and abs(first.height - second.height) <= 1
    blurred = [
        picture.convert("RGB").crop((0, 0, width, height)).filter(ImageFilter.GaussianBlur(2))
        for picture in (first, second)
    ]
    return float((np.asarray(ImageChops.difference(*blurred)).max(axis=2) > 60).mean())


@pytest.mark.parametrize("draw", RENDERERS)
@pytest.mark.parametrize("text", ["text", "outlines"])
@pytest.mark.parametrize(
    ("template", "theme", "language"),
    [("amazon", "clean", "en"), ("amazon", "slate", "de"), ("b2b-marketing", "napkin", "en")],
)
def test_other_programs_draw_our_svg_as_we_draw_our_png(
    qapp, tmp_path, with_our_fonts, draw, text, template, theme, language
):
    figure = figure_of(template, theme, language)
    options = PictureOptions(scale=2.0, text=text)
    own = Image.open(io.BytesIO(png_bytes(figure, options)))
    drawn = draw(svg_bytes(figure, options), tmp_path, with_our_fonts)
    assert share_that_differs(own, drawn) < TOLERANCE


@pytest.mark.parametrize("draw", RENDERERS)
def test_a_label_that_moved_would_be_seen(qapp, tmp_path, with_our_fonts, draw):
    figure = figure_of("amazon", "clean")
    options = PictureOptions(scale=2.0)
    own = Image.open(io.BytesIO(png_bytes(figure, options)))
    moved = svg_bytes(with_words_moved(figure, "traffic"), options)
    assert share_that_differs(own, draw(moved, tmp_path, with_our_fonts)) > TOLERANCE


@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
@pytest.mark.parametrize("language", ["en", "de"])
def test_resvg_draws_every_template_alike(qapp, tmp_path, row, language):
    for theme in ("clean", "slate", "napkin"):
        figure = figure_of(row.id, theme, language)
        own = Image.open(io.BytesIO(png_bytes(figure, PictureOptions())))
        drawn = by_resvg(svg_bytes(figure, PictureOptions()), tmp_path, {})
        assert share_that_differs(own, drawn) < TOLERANCE, theme
