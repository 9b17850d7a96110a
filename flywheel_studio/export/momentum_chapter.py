"""The last step of a story: what the wheel does, once it was pushed.

Its words stand beside the curve of one run, so they tell what that curve shows: a pace that holds
only at the beginning is said to, and where the curve levels off, that is said too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.export.chapter import Chapter, Curve
from flywheel_studio.export.shown_run import shown_run
from flywheel_studio.insight.milestones import MilestoneKind, milestones_of
from flywheel_studio.insight.sentences import ceiling_words, factor_name, growth_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

# An audience is told what it sees of the curve: not how fast it doubles, nor of single factors.
_UNTOLD: Final[frozenset[MilestoneKind]] = frozenset({"doubled", "doubling", "standstill", "goal"})


def momentum_chapter(flywheel: Flywheel, loops: Sequence[Loop]) -> Chapter | None:
    """The momentum as a curve with its moments; None where nothing can move."""
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.spectrum import growth_of

    shown = shown_run(flywheel, loops)
    if shown is None:
        return None
    unit = flywheel.header.time_unit
    growth = growth_of(dynamics_of(flywheel))
    pace = growth_words(growth, unit), ceiling_words(flywheel, growth)
    text = [" ".join(filter(None, pace))]
    moments = milestones_of(flywheel, shown.trajectory, growth)
    text += [moment.sentence for moment in moments if moment.kind not in _UNTOLD]
    if shown.pushed is not None:
        name = factor_name(flywheel, shown.pushed)
        text.append(tr("Shown after one push on “{factor}”.", factor=name))
    times, speeds = shown.trajectory.curve
    return Chapter(
        title=tr("Momentum"),
        text=tuple(text),
        notes="\n".join(text),
        curve=Curve(
            times=tuple(times.tolist()),
            momentum=tuple((speeds @ shown.trajectory.mass).tolist()),
            unit=unit,
            description=" ".join([tr("The wheel's momentum over time."), *text]),
        ),
    )
