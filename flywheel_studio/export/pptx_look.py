"""In which colours and letters slides are drawn: the drawing's own, or those of a deck.

A deck's look names its theme's colours and fonts instead of values, so that the slides follow when
the deck is given another design. Colours that the user chose for a factor stay what they are.

A bundled font is named with the traits (panose, family) of one that every office has: where Inter is
missing, PowerPoint takes Arial instead of whatever comes first, for handwriting Comic Sans. Words
in Arial Bold are 1 to 2 % narrower than ours, so that none outgrows its box.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from unicodedata import bidirectional

from msgspec import Struct, field

from flywheel_studio.drawing.theme import Theme
from flywheel_studio.model.text import cleaned

_ARIAL: Final = 'panose="020B0604020202020204" pitchFamily="34" charset="0"'
_COMIC_SANS: Final = 'panose="030F0702030302020204" pitchFamily="66" charset="0"'
# Arial and Inter have a bold face; neither Office nor Arial knows a weight of 600.
BOLD_FROM: Final = 600
_LANGUAGES: Final = {"en": "en-US", "de": "de-DE"}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_ACCENTS: Final = 6


class Look(Struct, frozen=True, kw_only=True):
    """How the slides of one picture name their colours and their font.

    `schemes`: "#RRGGBB" -> what stands inside `<a:schemeClr>`; empty for plain values.
    """

    font: str
    traits: str = ""
    language: str = "en-US"
    schemes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_of_deck(self) -> bool:
        return bool(self.schemes)

    def color(self, color: str, opacity: float = 1.0) -> str:
        """A colour element."""
        alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1.0 else ""
        scheme = self.schemes.get(color.upper())
        if scheme is not None:
            name, _, changes = scheme.partition("/")
            return f'<a:schemeClr val="{name}">{changes}{alpha}</a:schemeClr>'
        return f'<a:srgbClr val="{color.upper()[1:]}">{alpha}</a:srgbClr>'

    def fill(self, color: str | None, opacity: float = 1.0) -> str:
        """A fill element; of None the one that says there is none."""
        if color is None:
            return "<a:noFill/>"
        return f"<a:solidFill>{self.color(color, opacity)}</a:solidFill>"

    @property
    def letters(self) -> str:
        """The font elements of a run."""
        traits = f" {self.traits}" if self.traits else ""
        return f'<a:latin typeface="{escaped(self.font)}"{traits}/>'


def own_look(theme: Theme, language: str, *, is_theme_font: bool) -> Look:
    """Plain colours. `is_theme_font`: the deck is ours and its theme names the font."""
    if is_theme_font:
        return Look(font="+mn-lt", language=spoken(language))
    return Look(font=theme.family, traits=traits_of(theme), language=spoken(language))


def traits_of(theme: Theme) -> str:
    """The traits by which another font is chosen where the theme's is missing."""
    return _ARIAL if theme.wobble <= 0 else _COMIC_SANS


def deck_look(theme: Theme, language: str) -> Look:
    """The colours of `theme` by the names of a deck's theme; `theme` is the light one."""
    grey = 'tx1/<a:lumMod val="65000"/><a:lumOff val="35000"/>'
    schemes = {
        "#10151D": "tx1",
        theme.ink: "tx1",
        theme.paper: "bg1",
        theme.surface: "bg1",
        theme.muted: grey,
        theme.plain: 'tx1/<a:lumMod val="50000"/><a:lumOff val="50000"/>',
        theme.positive: "tx1",
        theme.negative: "tx1",
    }
    for number, color in enumerate(theme.loops):
        schemes.setdefault(color, f"accent{number % _ACCENTS + 1}")
    return Look(
        font="+mn-lt",
        language=spoken(language),
        schemes={color.upper(): name for color, name in schemes.items()},
    )


def spoken(language: str) -> str:
    """The language of words as PowerPoint's spelling names it."""
    return _LANGUAGES.get(language.replace("_", "-").partition("-")[0].lower(), "en-US")


def plain(words: str) -> str:
    """Words without what XML has no place for."""
    return _SURROGATE.sub("", cleaned(words))


def escaped(words: str) -> str:
    """Words as XML text or in an attribute."""
    return plain(words).translate(_ESCAPED)


def attribute(words: str) -> str:
    """Words as an attribute's value: one line, since a parser makes line breaks spaces."""
    return " ".join(escaped(words).split())


def is_right_to_left(words: str) -> bool:
    """Whether the first letter with a direction runs right to left."""
    for character in words:
        direction = bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
