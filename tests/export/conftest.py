"""Pictures to export, and a presentation as a program that did not write it sees it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pptx import Presentation

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.export.registry import Picture, PictureOptions
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.templates import load_template


@pytest.fixture(scope="session")
def picture_of() -> Callable[..., Picture]:
    """The picture of a flywheel, or of a template by its name."""

    def make(flywheel: Flywheel | str, theme: str = "clean", language: str = "en") -> Picture:
        if isinstance(flywheel, str):
            flywheel = load_template(flywheel, language)
        loops = find_loops(causal_graph(flywheel)).loops
        return Picture(flywheel=flywheel, theme=theme_named(theme), loops=loops)

    return make


@pytest.fixture(scope="session")
def slides_of() -> Callable[..., bytes]:
    """A picture as a .pptx."""
    row = next(row for row in exporters() if row.id == "pptx")

    def make(picture: Picture, **options: Any) -> bytes:
        return row.write(picture, PictureOptions(**options))

    return make


@pytest.fixture(scope="session")
def opened() -> Callable[[bytes], Any]:
    """A presentation read again."""

    def read(raw: bytes) -> Any:
        return Presentation(io.BytesIO(raw))

    return read


@pytest.fixture(scope="session")
def every_shape() -> Callable[[Any], Iterator[Any]]:
    """All shapes of a slide, those inside of groups too."""

    def walk(shapes: Any) -> Iterator[Any]:
        for shape in shapes:
            yield shape
            if hasattr(shape, "shapes"):
                yield from walk(shape.shapes)

    return lambda slide: walk(slide.shapes)
