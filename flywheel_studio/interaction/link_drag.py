"""Pulling a link out of a factor: shared by the connect tool and by the connect handles.

Nothing is in the document until the drop, so giving up leaves no trace by itself.
"""

from __future__ import annotations

from flywheel_studio.commands.arrange import insert_on_ring, ring_slot
from flywheel_studio.commands.factors import add_factor, new_factor_id
from flywheel_studio.commands.links import connect, new_link_id
from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.link_courses import GAP
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide, Rubber
from flywheel_studio.interaction.folding import Folding
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.limits import BIND_PX, DRAG_PX
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Wheel


class LinkDrag:
    """A link on its way from `source` to wherever the pointer is."""

    def __init__(self, bench: Bench, source: str, where: Point) -> None:
        self.source = source
        self._bench = bench
        self._start = where
        self._end = where
        self._target: str | None = None
        self._has_moved = False
        self._has_left = False
        self._guides: tuple[Guide, ...] = ()

    @property
    def has_moved(self) -> bool:
        """Whether it was pulled at least as far as a drag takes to begin."""
        return self._has_moved

    @property
    def is_possible(self) -> bool:
        """Whether its source is still there."""
        return self.source in self._bench.editor.flywheel.factors

    @property
    def feedback(self) -> Feedback:
        return Feedback(
            rubber=self._rubber() if self.is_possible else None,
            lit=frozenset() if self._target is None else frozenset({self._target}),
            guides=self._guides,
            cursor="cross",
            hint=tr("Drop on a factor to link it, on empty paper for a new one. Escape gives up."),
        )

    def move(self, event: PointerEvent) -> None:
        self._end = event.where
        if event.where.distance(self._start) * event.zoom >= DRAG_PX:
            self._has_moved = True
        within = BIND_PX / event.zoom
        target = event.factor or self._bench.paper.nearest_factor(event.where, within)
        if target != self.source:
            self._has_left = True
        # Back on the factor that it came from, it is a link of the factor to itself; before it
        # has left, it is nothing yet.
        self._target = target if target != self.source or self._has_left else None
        wheel = self._ring_at(event) if self._target is None and self._has_left else None
        if wheel is None:
            self._guides = ()
        else:
            center = Point(wheel.x, wheel.y)
            at = center.plus(event.where.minus(center).unit.times(wheel.radius))
            self._guides = (Guide(center, at, wheel.radius),)

    def drop(self, event: PointerEvent) -> bool:
        """Make the link, to a new factor where the paper is empty. Returns whether it did."""
        self.move(event)
        if not self.is_possible:
            return False
        if self._target is not None:
            return self._link_to(self._target)
        wheel = self._bench.paper.folded_at(event.where)
        if wheel is not None:
            name = Folding(self._bench).name(wheel)
            self._bench.problem.emit(
                tr("Open “{wheel}” to link to one of its factors.", wheel=name)
            )
            return False
        if not self._has_left:
            return False
        self._link_to_new(event)
        return True

    def _rubber(self) -> Rubber:
        """The link as it would be: with the room at its ends that a drawn one has."""
        source = self._bench.paper.shape(self.source)
        if self._target is None or self._target == self.source:
            return Rubber(self.source, _off(source, self._end), self._end, self._target)
        target = self._bench.paper.shape(self._target)
        start, end = _off(source, target.center), _off(target, source.center)
        return Rubber(self.source, start, end, self._target)

    def _link_to(self, target: str) -> bool:
        source, editor = self.source, self._bench.editor
        flywheel = editor.flywheel
        label = tr(
            "Connect {source} to {target}",
            source=short(flywheel.factors[source].label),
            target=short(flywheel.factors[target].label),
        )
        key = new_link_id(flywheel)
        if not self._bench.perform(label, lambda now: connect(now, source, target, id=key)):
            return False
        editor.selection.set_one("links", key)
        return True

    def _link_to_new(self, event: PointerEvent) -> None:
        flywheel = self._bench.editor.flywheel
        source, where = flywheel.factors[self.source], event.where
        is_near_ring = self._ring_at(event) is not None
        label = tr("New factor")
        link = new_link_id(flywheel)
        slot = ring_slot(flywheel, source.wheel, where) if is_near_ring else 0

        def make(now: Flywheel, key: str) -> Flywheel:
            made = add_factor(now, label=label, x=where.x, y=where.y, wheel=source.wheel, id=key)
            made = connect(made, source.id, key, id=link)
            return insert_on_ring(made, key, slot) if is_near_ring else made

        self._bench.make_and_name(label, make, new_factor_id(flywheel, label))

    def _ring_at(self, event: PointerEvent) -> Wheel | None:
        """The wheel of the source, where a drop would give a new factor a slot of its ring."""
        flywheel = self._bench.editor.flywheel
        source = flywheel.factors.get(self.source)
        if source is None or source.role == HUB:
            return None
        wheel = flywheel.wheels.get(source.wheel or "")
        return wheel if wheel is not None and _near(wheel, event) else None


def _off(shape: FactorShape, towards: Point) -> Point:
    """Where a straight link from the middle of a factor leaves it; `towards` if that is nearer."""
    inside, outside = 0.0, 1.0
    if shape.distance(towards) <= GAP:
        return towards
    # Twenty halvings of the longest link on a paper are less than a hundredth of a pixel.
    for _ in range(20):
        share = (inside + outside) / 2
        if shape.distance(shape.center.towards(towards, share)) < GAP:
            inside = share
        else:
            outside = share
    return shape.center.towards(towards, outside)


def _near(wheel: Wheel, event: PointerEvent) -> bool:
    distance = event.where.distance(Point(wheel.x, wheel.y))
    return abs(distance - wheel.radius) * event.zoom <= BIND_PX
