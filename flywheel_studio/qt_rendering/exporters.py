"""The table of exporters: one row feeds the menu and the command line.

It imports no Qt by itself: rows that need it do so when they write, so that `flywheel export` to
SVG or PowerPoint never pays for it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

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
            takes=_words("transparent", "padding", "pages"),
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
        Exporter(
            id="gif",
            suffix="gif",
            title=_gif_title,
            note=_gif_note,
            takes=_words("width", "scale", "padding", "seconds"),
            make=_gif,
        ),
        Exporter(
            id="apng",
            suffix="apng",
            title=_apng_title,
            note=_apng_note,
            takes=_words("width", "scale", "transparent", "padding", "seconds"),
            make=_apng,
        ),
        *([_film()] if can_make_films() else []),
    )


def can_make_films() -> bool:
    """Whether the package is there that MP4 needs."""
    return find_spec("imageio_ffmpeg") is not None


def _film() -> Exporter:
    return Exporter(
        id="mp4",
        suffix="mp4",
        title=_mp4_title,
        note=_mp4_note,
        takes=_words("width", "scale", "padding", "seconds"),
        make=_mp4,
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


def _gif_title() -> str:
    return tr("GIF animation")


def _gif_note() -> str:
    return tr("The wheel turning, for slides and messages. It plays everywhere, in 255 colours.")


def _apng_title() -> str:
    return tr("Animated PNG")


def _apng_note() -> str:
    return tr("The wheel turning, in full colour, for browsers. PowerPoint shows its first frame.")


def _mp4_title() -> str:
    return tr("MP4 film")


def _mp4_note() -> str:
    return tr("The wheel turning, as a film for slides and social networks.")


def _svg(picture: Picture, options: PictureOptions) -> bytes:
    from flywheel_studio.export.svg import svg_bytes

    return svg_bytes(picture.figure, options)


def _png(picture: Picture, options: PictureOptions) -> bytes:
    from flywheel_studio.qt_rendering.png_pdf import png_bytes

    return png_bytes(picture.figure, options)


def _pdf(picture: Picture, options: PictureOptions) -> bytes:
    from flywheel_studio.qt_rendering.png_pdf import pdf_bytes

    if options.pages == "one":
        return pdf_bytes([picture.figure], options)
    from flywheel_studio.export.excerpt import pages_of

    return pdf_bytes([page.figure for page in pages_of(picture)], options)


def _pptx(picture: Picture, options: PictureOptions) -> Making:
    from flywheel_studio.export.pptx_slides import slides_making

    return slides_making(picture, options)


def _gif(picture: Picture, options: PictureOptions) -> Making:
    from flywheel_studio.qt_rendering.animation_files import gif_making

    return gif_making(picture, options)


def _apng(picture: Picture, options: PictureOptions) -> Making:
    from flywheel_studio.qt_rendering.animation_files import apng_making

    return apng_making(picture, options)


def _mp4(picture: Picture, options: PictureOptions) -> Making:
    from flywheel_studio.qt_rendering.animation_files import mp4_making

    return mp4_making(picture, options)
