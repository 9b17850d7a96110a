"""`flywheel export`: a picture of the whole paper, or of one wheel, or slides.

The document travels inside the picture unless told otherwise; of one wheel only that wheel does,
so that a slide about one never gives away the others. Loops are cut by count, never by the clock:
the same file gives the same bytes on every machine.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flywheel_studio.cli.arguments import Commands, declare, positive_number, whole_number
from flywheel_studio.cli.console import (
    STANDARD,
    Console,
    FileTrouble,
    Status,
    WrongCall,
    listed,
)
from flywheel_studio.cli.documents import (
    must_not_replace,
    read_bytes,
    read_document,
    write_output,
)
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.export.registry import Asked, Exporter, Picture, PictureOptions
    from flywheel_studio.model.flywheel import Flywheel

# What `--help` lists without looking for it; a test holds them to the tables.
FORMATS: Final = ("svg", "png", "pdf", "pptx", "gif", "apng", "mp4")
THEMES: Final = ("clean", "napkin", "slate")
# Qt's raster painter goes no further.
MOST_PIXELS: Final = 32_767
# No more of somebody's presentation is read into memory.
MOST_DECK_BYTES: Final = 512 * 1024 * 1024
# A word of the call -> the option of a picture that it sets.
ASKS: Final[dict[str, Asked]] = {
    "--width": "width",
    "--scale": "scale",
    "--dpi": "dpi",
    "--transparent": "transparent",
    "--text": "text",
    "--no-model": "model",
    "--links": "links",
    "--slides": "slides",
    "--into": "into",
}


def add_command(commands: Commands, common: argparse.ArgumentParser) -> None:
    parser = declare(commands, "export", tr("make a picture"), run, common=common)
    parser.add_argument("file", metavar=tr("FILE"), help=tr("the flywheel"))
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help=tr("the picture to write")
    )
    parser.add_argument(
        "--format",
        metavar="F",
        help=tr("the kind of file: {names} (as the suffix of OUT says)", names=listed(FORMATS)),
    )
    parser.add_argument("--wheel", metavar="ID", help=tr("this wheel alone"))
    parser.add_argument(
        "--theme",
        metavar="T",
        help=tr("the colours: {names} (as the file says)", names=listed(THEMES)),
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--width",
        metavar="PX",
        type=partial(whole_number, 1, MOST_PIXELS),
        help=tr("how wide, in pixels"),
    )
    size.add_argument(
        "--scale", metavar="S", type=positive_number, help=tr("times its size on the paper")
    )
    size.add_argument("--dpi", metavar="DPI", type=positive_number, help=tr("pixels per inch"))
    parser.add_argument("--transparent", action="store_true", help=tr("without the paper"))
    parser.add_argument(
        "--text",
        choices=("text", "outlines"),
        help=tr("words that can be edited, or their outlines, which look right anywhere (text)"),
    )
    parser.add_argument(
        "--no-model", action="store_true", help=tr("do not carry the flywheel inside")
    )
    parser.add_argument(
        "--links",
        choices=("exact", "glued"),
        help=tr("on slides: as they are drawn, or glued to their factors as connectors (exact)"),
    )
    parser.add_argument(
        "--slides",
        choices=("one", "story"),
        help=tr("one slide, or the wheel built step by step on many (one)"),
    )
    parser.add_argument(
        "--into", metavar="DECK.pptx", help=tr("put the slides at the end of this presentation")
    )


def run(args: argparse.Namespace, console: Console) -> Status:
    exporter = _exporter(args)
    _options_must_fit(args, exporter)
    theme_name = _known_theme(args.theme)
    must_not_replace(args.file, args.output)
    flywheel, _ = read_document(args.file, console)
    if args.wheel is not None:
        flywheel = one_wheel(flywheel, args.wheel)

    options = _options(args, exporter, flywheel)

    from flywheel_studio.drawing.theme import theme_of
    from flywheel_studio.export.registry import DeckProblem, Picture

    theme = theme_of(flywheel.header, theme_name)
    with console.progress(tr("Drawing")) as told:
        picture = Picture(flywheel=flywheel, theme=theme, loops=_loops(flywheel))
        try:
            raw = exporter.write(picture, options, told)
        except DeckProblem as problem:
            raise FileTrouble(args.into or args.output, "", str(problem)) from problem
        except ValueError as problem:
            # A picture of a size that cannot be painted.
            raise WrongCall(str(problem)) from problem
    write_output(args.output, raw, console)
    if warning := _small_words(exporter, picture, options):
        console.remark(warning)
    return Status.DONE


def _small_words(exporter: Exporter, picture: Picture, options: PictureOptions) -> str:
    from flywheel_studio.export.word_sizes import rooms_of, small_words_warning

    rooms = None
    if options.into is not None:
        from flywheel_studio.export.pptx_deck import opened_deck

        rooms = rooms_of(opened_deck(options.into))
    way = tr("take one wheel at a time with --wheel")
    return small_words_warning(exporter, picture, options, way, rooms)


def one_wheel(flywheel: Flywheel, wheel: str) -> Flywheel:
    """The document with this wheel alone, and whatever pointed at the others gone.

    Raises:
        WrongCall: there is no such wheel.
    """
    if wheel not in flywheel.wheels:
        raise WrongCall(
            tr(
                "there is no wheel {name}; there are: {names}",
                name=wheel,
                names=listed(flywheel.wheels),
            )
        )
    from flywheel_studio.export.excerpt import wheel_alone

    return wheel_alone(flywheel, wheel)


def _exporter(args: argparse.Namespace) -> Exporter:
    """The row that `--format` names, or else the output's suffix."""
    from flywheel_studio.qt_rendering.exporters import can_make_films, exporters

    rows = exporters()
    if args.format is not None:
        found = next((row for row in rows if row.id == args.format), None)
        problem = tr("there is no format {name}", name=args.format)
    elif args.output == STANDARD:
        found = None
        problem = tr("standard output needs --format")
    else:
        suffix = Path(args.output).suffix.removeprefix(".").lower()
        found = next((row for row in rows if row.suffix == suffix), None)
        problem = tr("the suffix of {file} names no format", file=args.output)
    asked = args.format or Path(args.output).suffix.removeprefix(".").lower()
    if asked == "mp4" and not can_make_films():
        raise WrongCall(tr("MP4 needs the Python package imageio-ffmpeg, which is not installed"))
    if found is None:
        names = listed(row.id for row in rows)
        raise WrongCall(tr("{problem}; there are: {names}", problem=problem, names=names))
    return found


def _options_must_fit(args: argparse.Namespace, exporter: Exporter) -> None:
    from flywheel_studio.qt_rendering.exporters import exporters

    for option, asked in ASKS.items():
        is_given = getattr(args, option[2:].replace("-", "_")) not in (None, False)
        if is_given and asked not in exporter.takes:
            raise WrongCall(
                tr(
                    "{option} has no meaning for {format}, only for: {names}",
                    option=option,
                    format=exporter.id,
                    names=listed(row.id for row in exporters() if asked in row.takes),
                )
            )


def _known_theme(name: str | None) -> str | None:
    """The name that was asked for. The file's own may be unknown: it draws as the default."""
    if name is None:
        return None
    from flywheel_studio.drawing.theme import theme_names

    if name not in theme_names():
        raise WrongCall(
            tr(
                "there is no theme {name}; there are: {names}",
                name=name,
                names=listed(theme_names()),
            )
        )
    return name


def _loops(flywheel: Flywheel) -> tuple[Loop, ...]:
    from flywheel_studio.analysis.causal_graph import causal_graph
    from flywheel_studio.analysis.loops import find_loops

    return find_loops(causal_graph(flywheel)).loops


def _options(args: argparse.Namespace, exporter: Exporter, flywheel: Flywheel) -> PictureOptions:
    from flywheel_studio.export.registry import PictureOptions

    model: bytes | None = None
    if "model" in exporter.takes and not args.no_model:
        from flywheel_studio.storage.codec import encode

        model = encode(flywheel)
    return PictureOptions(
        width=args.width,
        scale=args.scale,
        dpi=args.dpi,
        transparent=args.transparent,
        text=args.text or "text",
        model=model,
        links=args.links or "exact",
        slides=args.slides or "one",
        into=None if args.into is None else read_bytes(args.into, MOST_DECK_BYTES),
    )
