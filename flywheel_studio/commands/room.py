"""How much room a factor takes on the paper, estimated from its letters.

Measuring type is the drawing's business, above this layer; arranging only needs not to be wrong on
the small side. Tests compare with what is drawn.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Factor

# Measured on the bundled type at its medium size, with the drawing's 8 % of room: a letter, and
# the widest ones; lines break at 170 units, words only at twice that.
_LETTER: Final = 10.4
_WIDE_LETTER: Final = 19.5
_WIDE: Final = frozenset("MWmw@%&—…")
_FIRST_FULL_WIDTH: Final = 0x2E80
_LINE: Final = 183.0
_LONGEST_WORD: Final = 2 * _LINE
_PADDING: Final = 42.0
_LEAST_WIDTH: Final = 116.0
_LINE_HEIGHT: Final = 24.0
_HEIGHT_PADDING: Final = 29.0
_HUB: Final = 1.22
# With an icon beside the words, above them in a disc.
_ICON: Final = 34.0
_ICON_ABOVE: Final = 42.0
_SIZES: Final = {"small": 15.0 / 18.0, "large": 22.0 / 18.0}


def estimated_size(factor: Factor) -> tuple[float, float]:
    """About how wide and high a factor is drawn, paper units; rather more than less."""
    shape = factor.style.get("shape")
    is_hub = factor.role == HUB
    is_round = shape == "circle" or (is_hub and shape not in ("pill", "box"))
    has_icon = bool(factor.style.get("icon"))
    return _estimated(factor.label, is_hub, is_round, has_icon, str(factor.style.get("size")))


@lru_cache(maxsize=4096)
def _estimated(
    label: str, is_hub: bool, is_round: bool, has_icon: bool, size: str
) -> tuple[float, float]:
    width, lines = 0.0, 0
    for paragraph in label.split("\n"):
        whole = _text_width(paragraph)
        longest = min(max(map(_text_width, paragraph.split()), default=0.0), _LONGEST_WORD)
        width = max(width, min(whole, max(_LINE, longest)))
        # Words do not fill their lines: a third more lines than letters would need.
        lines += max(1, math.ceil(whole / _LINE * 1.3)) if whole > _LINE else 1
    width = max(_LEAST_WIDTH, width + _PADDING + (_ICON if has_icon and not is_round else 0.0))
    height = lines * _LINE_HEIGHT + _HEIGHT_PADDING
    scale = _SIZES.get(size, 1.0)
    if is_round:
        height += _ICON_ABOVE if has_icon else 0.0
        width = height = math.hypot(width, height)
    if is_hub:
        scale *= _HUB
    return width * scale, height * scale


def _text_width(text: str) -> float:
    return sum(
        _WIDE_LETTER
        if letter in _WIDE or ord(letter) >= _FIRST_FULL_WIDTH
        else _LETTER * 1.25
        if letter.isupper()
        else _LETTER
        for letter in text
    )
