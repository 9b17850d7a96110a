"""An end of a link that is taken to another factor.

Over empty paper the document is what it was and only the live line follows; over a factor the link
is shown as it would be. Dropped on nothing, everything stays as it was.
"""

from __future__ import annotations

from typing import Literal

from flywheel_studio.commands.links import set_link
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Rubber
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.limits import BIND_PX
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

End = Literal["source", "target"]


class ReconnectDrag:
    """One end of a link on its way; the other one stays where it is."""

    def __init__(self, bench: Bench, link: str, end: End, where: Point) -> None:
        record = bench.editor.flywheel.links[link]
        self._bench = bench
        self._link = link
        self._end: End = end
        self._fixed = record.target if end == "source" else record.source
        self._where = where
        self._over: str | None = record.source if end == "source" else record.target
        self._gesture = bench.editor.gesture(tr("Reconnect link"))

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        if not self.is_alive:
            return Feedback()
        hint = tr("Drop on the factor that the link should join. Escape gives up.")
        if self._over is not None:
            return Feedback(lit=frozenset({self._over}), cursor="cross", hint=hint)
        fixed = self._bench.paper.shape(self._fixed).center
        start, tip = (self._where, fixed) if self._end == "source" else (fixed, self._where)
        return Feedback(rubber=Rubber(self._fixed, start, tip), cursor="cross", hint=hint)

    def move(self, event: PointerEvent) -> None:
        self._where = event.where
        self._over = event.factor or self._bench.paper.nearest_factor(
            event.where, BIND_PX / event.zoom
        )
        self._bench.preview(self._gesture, self._joined)

    def finish(self) -> None:
        if self._over is not None:
            factors = self._gesture.base.factors
            source, target = (
                (self._over, self._fixed) if self._end == "source" else (self._fixed, self._over)
            )
            self._gesture.label = tr(
                "Connect {source} to {target}",
                source=short(factors[source].label),
                target=short(factors[target].label),
            )
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()

    def _joined(self, flywheel: Flywheel) -> Flywheel:
        if self._over is None:
            return flywheel
        if self._end == "source":
            return set_link(flywheel, [self._link], source=self._over)
        return set_link(flywheel, [self._link], target=self._over)
