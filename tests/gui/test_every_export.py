"""Every template in every format and theme: written, whole, and a file of its kind."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image
from pptx import Presentation

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.drawing.theme import theme_named, theme_names
from flywheel_studio.export.registry import Exporter, Picture, PictureOptions
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.templates import load_template, templates

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("row", exporters(), ids=lambda row: row.id)
@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_template_in_every_format_and_theme(qapp, row: Exporter, theme, language):
    for template in templates():
        flywheel = load_template(template.id, language)
        loops = find_loops(causal_graph(flywheel)).loops
        picture = Picture(flywheel=flywheel, theme=theme_named(theme), loops=loops)
        raw = row.write(picture, PictureOptions(seconds=1.0, slides="story", pages="wheels"))
        match row.id:
            case "svg":
                assert ET.fromstring(raw).tag.endswith("svg")
            case "png" | "gif" | "apng":
                with Image.open(io.BytesIO(raw)) as image:
                    image.load()
                    assert getattr(image, "n_frames", 1) == (1 if row.id == "png" else 25)
            case "pdf":
                assert raw.startswith(b"%PDF") and raw.rstrip().endswith(b"%%EOF")
                assert raw.count(b"/Type /Page\n") == max(len(flywheel.wheels), 1)
            case "pptx":
                assert len(Presentation(io.BytesIO(raw)).slides) > 1
            case _:
                assert len(raw) > 1000
