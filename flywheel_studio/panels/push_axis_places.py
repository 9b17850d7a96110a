"""The places of all pushes and of the shoves that a run was given, with the words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetricsF

from flywheel_studio.insight.push_words import short_push_words, signed
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Push
from flywheel_studio.panels.push_axis_rows import Place, place_of
from flywheel_studio.panels.time_axis import TimeAxis

if TYPE_CHECKING:
    from flywheel_studio.session.live_run import Shove

# Pixels that words may take at least; a quarter of the axis where that is more.
_WORDS: Final = 130.0


def places_of(
    flywheel: Flywheel,
    given: Sequence[Shove],
    axis: TimeAxis,
    width: float,
    metrics: QFontMetricsF,
) -> dict[str, tuple[Place, str]]:
    """Id of a push -> its place and words; "given:0", "given:1", … for the shoves of the run.

    Args:
        width: of the whole axis, its margins included, in pixels.
    """
    most = max(_WORDS, (axis.right - axis.left) / 4)
    shown = [(key, push, short_push_words(flywheel, push)) for key, push in flywheel.pushes.items()]
    for number, shove in enumerate(given):
        push = Push(factor=shove.factor, impulse=shove.impulse, start=shove.at)
        shown.append((f"given:{number}", push, signed(shove.impulse)))
    return {
        key: (place_of(push, axis, min(metrics.horizontalAdvance(words) + 2, most), width), words)
        for key, push, words in shown
    }
