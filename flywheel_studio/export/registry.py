"""What an exporter is, what it is given, and what can be asked of one.

The rows themselves are put together where Qt may be imported; this module only says their shape.
An exporter works in steps: whoever calls it decides what happens between them, so that a window
stays alive and can stop it, and nothing here knows of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.drawing.theme import Theme

PADDING = 16.0

# Yields how much is done, from 0 to 1, and returns the file.
Making = Generator[float, None, bytes]

Asked = Literal[
    "width",
    "scale",
    "dpi",
    "transparent",
    "text",
    "padding",
    "model",
    "pages",
    "links",
    "slides",
    "shape",
    "into",
    "deck_look",
    "seconds",
]


class Picture(Struct, frozen=True, kw_only=True, dict=True):
    """What is exported: a document, the colours it is drawn in, and the loops found in it.

    `lit`: the records that stand out, as ("factors", id), "links" or "loops"; None for none.
    `fades_into_paper`: all else is drawn in solid colours, not see-through.
    """

    flywheel: Flywheel
    theme: Theme
    loops: tuple[Loop, ...] = ()
    lit: frozenset[tuple[str, str]] | None = None
    fades_into_paper: bool = False

    @cached_property
    def figure(self) -> Figure:
        """The display list of the whole paper."""
        from flywheel_studio.drawing.figure import compose
        from flywheel_studio.drawing.overlays import Overlays

        overlays = Overlays(loops=self.loops, lit_records=self.lit)
        figure = compose(self.flywheel, self.theme, overlays)
        if self.lit is None or not self.fades_into_paper:
            return figure
        from flywheel_studio.export.faded import faded_into_paper

        return faded_into_paper(figure, self.lit)


class PictureOptions(Struct, frozen=True, kw_only=True):
    """How a picture is made. At most one of `width`, `scale` and `dpi` is given.

    `width`: of the picture, px. `scale`: px per paper unit. `dpi`: px per inch, written into the
    file where the format can say so. `padding`: paper units round the drawing. `text`: real words
    in the bundled family, or their outlines. `model`: the encoded document to carry inside.
    `pages`: the whole paper on one, or one a wheel. `links`: as they are drawn, or glued to their
    factors as connectors. `slides`: the picture on one, or its story, a step a slide. `shape`: of
    a slide. `into`: a presentation (its bytes) at whose end the slides are put; `deck_look`: in its
    colours and letters instead of the drawing's. `seconds`: how long an animation lasts.
    """

    width: int | None = None
    scale: float | None = None
    dpi: float | None = None
    transparent: bool = False
    text: Literal["text", "outlines"] = "text"
    padding: float = PADDING
    model: bytes | None = None
    pages: Literal["one", "wheels"] = "one"
    links: Literal["exact", "glued"] = "exact"
    slides: Literal["one", "story"] = "one"
    shape: Literal["16:9", "4:3"] = "16:9"
    into: bytes | None = None
    deck_look: bool = False
    seconds: float = 6.0


class DeckProblem(ValueError):
    """The presentation to put slides into is none that we can; the text says why."""


class Exporter(Struct, frozen=True, kw_only=True):
    """One row: `id` and `suffix` (without a dot) for the command line, `title` for the menu.

    `takes`: the options that mean something to it. `note`: what the format is good for, in a line.
    """

    id: str
    suffix: str
    title: Callable[[], str]
    note: Callable[[], str]
    takes: frozenset[Asked]
    make: Callable[[Picture, PictureOptions], Making]

    def write(
        self,
        picture: Picture,
        options: PictureOptions,
        progress: Callable[[float], object] = lambda _: None,
        stop: StopToken = NEVER,
    ) -> bytes:
        """The whole file.

        Args:
            progress: told how much is done, from 0 to 1, now and then.
            stop: read between the steps.

        Raises:
            ValueError: the options ask for what cannot be made (`DeckProblem`: of that deck).
            Cancelled: `stop` was set.
        """
        making = self.make(picture, options)
        while True:
            stop.raise_if_set()
            try:
                progress(next(making))
            except StopIteration as finished:
                return bytes(finished.value)


def scale_of(options: PictureOptions, width: float) -> float:
    """Pixels per paper unit for a picture that is `width` paper units wide, padding included."""
    if options.width is not None:
        return options.width / width
    if options.scale is not None:
        return options.scale
    if options.dpi is not None:
        return options.dpi / 96.0
    return 1.0
