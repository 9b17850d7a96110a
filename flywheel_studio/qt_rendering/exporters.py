"""The table of exporters: one row feeds the menu and the command line.

It imports no Qt by itself: rows that need it do so when they write, so that `flywheel export` to
SVG never pays for it.
"""

from __future__ import annotations

from typing import Final

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.export.registry import Exporter, PictureOptions
from flywheel_studio.language.translate import tr


def exporters() -> tuple[Exporter, ...]:
    """Every row, in the order in which they are named to a person."""
    return (
        Exporter(id="svg", suffix="svg", title=_svg_title, write=_svg),
        Exporter(id="png", suffix="png", title=_png_title, write=_png),
        Exporter(id="pdf", suffix="pdf", title=_pdf_title, write=_pdf),
    )


# A word on the command line -> the formats that know what to do with it.
OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "--width": ("svg", "png"),
    "--scale": ("svg", "png"),
    "--dpi": ("png",),
    "--transparent": ("svg", "png", "pdf"),
    "--text": ("svg",),
    "--no-model": ("svg", "png"),
}


def _svg_title() -> str:
    return tr("SVG picture")


def _png_title() -> str:
    return tr("PNG picture")


def _pdf_title() -> str:
    return tr("PDF document")


def _svg(figure: Figure, options: PictureOptions) -> bytes:
    from flywheel_studio.export.svg import svg_bytes

    return svg_bytes(figure, options)


def _png(figure: Figure, options: PictureOptions) -> bytes:
    from flywheel_studio.qt_rendering.png_pdf import png_bytes

    return png_bytes(figure, options)


def _pdf(figure: Figure, options: PictureOptions) -> bytes:
    from flywheel_studio.qt_rendering.png_pdf import pdf_bytes

    return pdf_bytes(figure, options)
