"""The table of exporters: one row feeds the menu and the command line.

It imports no Qt by itself: rows that need it do so when they write, so that `flywheel export` to
SVG or PowerPoint never pays for it.
"""

from __future__ import annotations

from collections.abc import Callable

from flywheel_studio.export.registry import Asked, Exporter, Making, Picture, PictureOptions
from flywheel_studio.language.translate import tr

Write = Callable[[Picture, PictureOptions], bytes]


def exporters() -> tuple[Exporter, ...]:
    """Every row, in the order in which they are named to a person."""
    return (
        Exporter(
            id="svg",
            suffix="svg",
            title=_svg_title,
            note=_svg_note,
            takes=_words("width", "scale", "transparent", "text", "padding", "model"),
            make=_at_once(_svg),
        ),
        Exporter(
            id="png",
            suffix="png",
            title=_png_title,
            note=_png_note,
            takes=_words("width", "scale", "dpi", "transparent", "padding", "model"),
            make=_at_once(_png),
        ),
        Exporter(
            id="pdf",
            suffix="pdf",
            title=_pdf_title,
            note=_pdf_note,
            takes=_words("transparent", "padding"),
            make=_at_once(_pdf),
        ),
        Exporter(
            id="pptx",
            suffix="pptx",
            title=_pptx_title,
            note=_pptx_note,
            takes=_words("transparent", "links", "slides", "shape", "into", "deck_look"),
            make=_pptx,
        ),
    )


def _words(*asked: Asked) -> frozenset[Asked]:
    return frozenset(asked)


def _at_once(write: Write) -> Callable[[Picture, PictureOptions], Making]:
    """An exporter whose work is too short to be told in steps."""

    def make(picture: Picture, options: PictureOptions) -> Making:
        yield from ()
        return write(picture, options)

    return make


def _svg_title() -> str:
    return tr("SVG picture")


def _svg_note() -> str:
    return tr(
        "For PowerPoint, Word and design programs: sharp at every size. Google Slides takes no"
        " SVG: use PowerPoint or PNG."
    )


def _png_title() -> str:
    return tr("PNG picture")


def _png_note() -> str:
    return tr("For slides, documents and messages.")


def _pdf_title() -> str:
    return tr("PDF document")


def _pdf_note() -> str:
    return tr("For print and Keynote: sharp at every size.")


def _pptx_title() -> str:
    return tr("PowerPoint slides")


def _pptx_note() -> str:
    return tr("For PowerPoint, Google Slides and LibreOffice: shapes that can be edited there.")


def _svg(picture: Picture, options: PictureOptions) -> bytes:
    from flywheel_studio.export.svg import svg_bytes

    return svg_bytes(picture.figure, options)


def _png(picture: Picture, options: PictureOptions) -> bytes:
    from flywheel_studio.qt_rendering.png_pdf import png_bytes

    return png_bytes(picture.figure, options)


def _pdf(picture: Picture, options: PictureOptions) -> bytes:
    from flywheel_studio.qt_rendering.png_pdf import pdf_bytes

    return pdf_bytes(picture.figure, options)


def _pptx(picture: Picture, options: PictureOptions) -> Making:
    from flywheel_studio.export.pptx_slides import slides_making

    return slides_making(picture, options)
