"""All pushes and the shoves that a run was given, as they are drawn on an axis of a width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF

from flywheel_studio.commands.pushes import strength_of
from flywheel_studio.insight.push_words import short_push_words, signed
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Push
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.pushes.painting import Drawn
from flywheel_studio.panels.momentum.pushes.rows import place_of
from flywheel_studio.panels.style.palette import factor_colours
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.session.live_run import Shove

# Pixels that words may take at least; a quarter of the axis where that is more.
_WORDS: Final = 130.0


def drawn_pushes(
    flywheel: Flywheel,
    given: Sequence[Shove],
    axis: TimeAxis,
    width: float,
    metrics: QFontMetricsF,
    tokens: Tokens,
    *,
    are_left_out: bool = False,
) -> dict[str, Drawn]:
    """Id of a push -> how it is drawn; "given:0", "given:1", … for the shoves of the run.

    Args:
        width: of the whole axis, its margins included, in pixels. metrics: of the words.
        are_left_out: the run that is shown has none of the drawing's pushes.
    """
    most = max(_WORDS, (axis.right - axis.left) / 4)
    colors = factor_colours(tokens, flywheel.factors)
    shown = [
        (key, push, short_push_words(flywheel, push), push.active and not are_left_out)
        for key, push in flywheel.pushes.items()
    ]
    for number, shove in enumerate(given):
        push = Push(factor=shove.factor, impulse=shove.impulse, start=shove.at)
        shown.append((f"given:{number}", push, signed(shove.impulse), False))
    return {
        key: Drawn(
            place_of(push, axis, min(metrics.horizontalAdvance(words) + 2, most), width),
            words,
            colors.get(push.factor, tokens.muted),
            is_up=strength_of(push) > 0,
            is_active=is_active,
        )
        for key, push, words, is_active in shown
    }
