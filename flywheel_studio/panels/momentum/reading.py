"""What the momentum panel says of the drawing, of its analysis and of its run.

Three sources that change at times of their own: the records (names, colours, unit), the results of
the analysis (headline, facts, levers) and the run (curves, sentences). Each has a method.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import theme_of
from flywheel_studio.export.shown_run import first_factor
from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.insight.sentences import has_ceilings, quoted_name
from flywheel_studio.insight.swings import swing_words
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.momentum.chart.run_curves import (
    breakthrough_text,
    curves_of,
    markers_of,
    sentences_of,
)
from flywheel_studio.panels.momentum.layout import MomentumLayout
from flywheel_studio.panels.momentum.outlook.dominance_band import named_loops, records_of
from flywheel_studio.panels.momentum.wheel.dial import Spoke
from flywheel_studio.panels.parts.wording import headline, subline
from flywheel_studio.panels.style.palette import LIGHT, factor_colours
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import Courses
from flywheel_studio.session.live_results import LiveResults, Results
from flywheel_studio.session.live_run import LiveRun

if TYPE_CHECKING:
    from flywheel_studio.panels.momentum.chart.curves import Curves, Marker
    from flywheel_studio.simulation.spectrum import Growth, Way

_MOST_SENTENCES: Final = 6


class MomentumReading:
    """Reads the session and puts it into `parts`. `order`: the factors round the wheel."""

    def __init__(
        self, parts: MomentumLayout, editor: Editor, results: LiveResults, run: LiveRun
    ) -> None:
        self._parts = parts
        self._editor = editor
        self._results = results
        self._run = run
        self._tokens: Tokens = LIGHT
        self._colors: dict[str, str] = {}
        self._way_told: Way | None = None
        self.order: tuple[str, ...] = ()

    def set_tokens(self, tokens: Tokens) -> None:
        """Colours of a light or a dark window, also for the factors and their curves."""
        self._tokens = tokens
        self.read_factors()
        self.show_run()

    def read_header(self) -> None:
        """The time unit, the length of a step of the transport, and the name of the drawing."""
        header = self._editor.flywheel.header
        step = 1.0 if header.run.until >= 4.0 else header.run.until / 12.0
        self._parts.transport.set_run(header.time_unit, step)
        self._parts.chart.title = header.title

    def read_factors(self) -> None:
        """Names, colours and the order round the wheel: the main loop first, then the others."""
        parts, factors = self._parts, self._editor.flywheel.factors
        results = self._results.results
        main = results.main_loop if results is not None else None
        first = [key for key in main.factors if key in factors] if main is not None else []
        self.order = tuple(dict.fromkeys([*first, *factors]))
        self._colors = factor_colours(self._tokens, factors)
        labels = {key: factors[key].label for key in self.order}
        colors = {key: self._colors[key] for key in self.order}
        parts.push_bar.set_factors(labels, colors)
        parts.chart.set_factors(labels, colors)
        parts.dial.set_spokes([Spoke(self._colors[key], factors[key].mass) for key in self.order])

    def show_results(self, results: Results | None) -> None:
        """Headline, facts and levers, from the newest analysis or None where there is none yet."""
        parts = self._parts
        parts.answers.set_results(results)
        parts.pushes.set_growth(self._growth)
        flywheel = self._editor.flywheel
        unit = flywheel.header.time_unit
        if not flywheel.factors:
            parts.headline.setText(tr("Nothing to turn yet"))
            parts.subline.setText(tr("Draw factors and link them into a ring."))
            parts.facts.clear()
            return
        if results is None:
            parts.headline.setText(tr("Looking for the loops …"))
            parts.subline.setText("")
            parts.facts.clear()
            return
        self._show_headline()
        main = results.main_loop
        if main is None:
            parts.facts.set_loop(tr("no loop"), "–", "–")
        else:
            gain = number(main.gain) if math.isfinite(main.gain) else tr("without limit")
            parts.facts.set_loop(main.id, gain, duration(main.turn_time, unit))
        self._say_verdict()
        if results.growth.way != self._way_told:
            # The run was told before it was known whether it grows or swings.
            self.show_run()
        else:
            self._show_first_push()

    def show_run(self) -> None:
        """Curves and sentences of the newest run."""
        parts, flywheel = self._parts, self._editor.flywheel
        parts.set_empty(not flywheel.factors)
        self.show_curves()
        self._show_headline()
        trajectory, growth = self._run.trajectory, self._growth
        self._way_told = growth.way if growth is not None else None
        self._show_first_push()
        if trajectory is None or not trajectory.factors:
            parts.facts.set_breakthrough("–")
            self._say_verdict()
            self.say([])
        else:
            unit = flywheel.header.time_unit
            parts.facts.set_breakthrough(breakthrough_text(trajectory, unit, growth))
            self._say_verdict()
            self.say(sentences_of(trajectory, flywheel, growth))

    def show_curves(self) -> None:
        """The chart alone: another scenario is compared, or in another colour."""
        self._parts.chart.set_source(self._curves)

    def show_courses(self, courses: Courses | None) -> None:
        """Which loop drives it, under the chart."""
        drive, results = self._parts.drive, self._results.results
        if courses is None or results is None:
            drive.set_drive(self._editor.flywheel, None, {}, {})
            return
        theme = theme_of(self._editor.flywheel.header)
        overlays = Overlays(loops=results.loops)
        told = frozenset(named_loops(courses.drive))
        loops = [loop for loop in results.loops if loop.id in told]
        drive.set_drive(
            courses.flywheel,
            courses.drive,
            {loop.id: overlays.loop_color(loop.id, theme) for loop in loops},
            {loop.id: records_of(loop) for loop in loops},
            counted=len(results.loops) if courses.is_cut else None,
        )

    def _say_verdict(self) -> None:
        """The keyboard does not stop at words: a reader hears them at the button that plays."""
        parts = self._parts
        said = (parts.headline.text(), parts.subline.text().replace("\n", ". "), parts.facts.spoken)
        parts.transport.set_verdict(". ".join(words.rstrip(".") for words in said if words))

    def _show_first_push(self) -> None:
        """Where nothing turns because nobody pushes, the push that begins it."""
        from flywheel_studio.insight.run_shape import stands_still

        flywheel, trajectory = self._editor.flywheel, self._run.trajectory
        if trajectory is None or not flywheel.factors or not stands_still(trajectory):
            self._parts.first_push.hide()
            return
        results = self._results.results
        start = first_factor(flywheel, results.loops if results is not None else ())
        self._parts.first_push.ask(flywheel, start)

    def _show_headline(self) -> None:
        """What the wheel does by itself; while a trial is shown, that it is one."""
        parts, flywheel, results = self._parts, self._editor.flywheel, self._results.results
        if not flywheel.factors or results is None:
            return
        knocked = self._run.knocked
        if knocked in flywheel.factors:
            parts.headline.setText(tr("Knocked back"))
            parts.subline.setText(
                tr(
                    "A trial: one knock on {factor}. The drawing stays as it is.",
                    factor=quoted_name(flywheel, knocked),
                )
            )
            return
        parts.headline.setText(headline(results.growth))
        unit = flywheel.header.time_unit
        said = (
            subline(results.growth, unit, has_ceilings=has_ceilings(flywheel)),
            swing_words(results.growth, unit),
        )
        parts.subline.setText("\n".join(filter(None, said)))

    def say(self, sentences: Sequence[str]) -> None:
        """Under the curves, as many as can be taken in."""
        shown = list(sentences[:_MOST_SENTENCES])
        left = len(sentences) - len(shown)
        if left:
            shown.append(ntr("and {n} more", "and {n} more", left))
        self._parts.notice.setText("\n".join(shown))
        self._parts.notice.setVisible(bool(shown))

    @property
    def _growth(self) -> Growth | None:
        """Of the drawing, as far as it has been analysed."""
        results = self._results.results
        return results.growth if results is not None else None

    def _curves(self) -> tuple[Curves | None, Sequence[Marker]]:
        trajectory = self._run.trajectory
        if trajectory is None or not trajectory.factors:
            return None, ()
        others = self._parts.answers.other_curves
        curves = curves_of(trajectory, self._editor.flywheel, self._colors, others)
        return curves, markers_of(trajectory, self._editor.flywheel, self._growth)


def suggested_file(editor: Editor, suffix: str) -> Path:
    """Where a picture or table of the curves goes unless another place is chosen."""
    path, title = editor.path, editor.flywheel.header.title
    kept = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in title)
    name = " ".join(kept.split())[:80].rstrip(". ") or tr("Untitled")
    folder = path.parent if path is not None else Path.home()
    return folder / f"{name} – {tr('Momentum')}.{suffix}"
