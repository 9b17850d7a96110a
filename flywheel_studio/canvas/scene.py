"""The sheet: one group of items for each record, kept in step with the document.

It listens to `editor.changed`, asks the figure which records that change can have moved, and
draws those alone again. It owns the scene, since a QGraphicsView does not keep one alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, cast

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtCore import Signal as QtSignal

from flywheel_studio.canvas.glide import Glide
from flywheel_studio.canvas.layers import Layers, height_of
from flywheel_studio.canvas.places import Key, Places
from flywheel_studio.canvas.record_items import RecordItems, level_of
from flywheel_studio.canvas.rest import Rest
from flywheel_studio.drawing.clear_places import leaning
from flywheel_studio.drawing.figure import affected, bounds, compose, compose_badges, compose_record
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import PAINT_ORDER, Owner, RecordFigure
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.plane import Box
from flywheel_studio.model.change import Change, difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import stand_in
from flywheel_studio.qt_rendering.fonts import install_fonts

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.session.editor import Editor

MARKS_Z: Final = 1_000.0


class Sheet(QObject):
    """All that is drawn of the document, as items. `drawn` tells that some of it is new."""

    drawn = QtSignal()

    def __init__(self, editor: Editor, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        install_fonts()
        self._layers = Layers(self)
        self.scene = self._layers.scene
        self.places = Places()
        self.theme = theme
        self.overlays = Overlays()
        self._editor = editor
        self._flywheel = editor.flywheel
        self._level = level_of(1.0)
        self._records: dict[Key, RecordItems] = {}
        self._edited: Key | None = None
        self._rest = Rest(editor, self._settle, self._on_rest, self)
        self.glide = Glide(self._show_between, self)
        self._draw_all()
        editor.changed.connect(self._on_document_changed)

    def close(self) -> None:
        """Stop listening and take everything off the paper."""
        self._editor.changed.disconnect(self._on_document_changed)
        self._rest.close()
        self.glide.stop()
        self._records.clear()
        self.places.clear()
        self.scene.clear()

    # -- what is on it

    @property
    def flywheel(self) -> Flywheel:
        """What is shown now: on a glide a little behind the document."""
        return self._flywheel

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see but wheels without a mark of their own."""
        shown = self._flywheel
        if shown.factors or shown.texts or shown.bands:
            return False
        return not any(figure.primitives for figure in self.figures("wheels"))

    def seen(self, owner: Owner, key: str) -> RecordFigure | None:
        """What is drawn of a record, or for it: its folded wheel, or the link it is drawn with."""
        if owner == "loops":
            return self.figure(owner, key)
        kind, shown = stand_in(self._flywheel, (owner, key))
        return self.figure(cast("Owner", kind), shown)

    def figure(self, owner: Owner, key: str) -> RecordFigure | None:
        """What is drawn of a record now."""
        items = self._records.get((owner, key))
        return None if items is None else items.figure

    def figures(self, owner: Owner | None = None) -> Iterator[RecordFigure]:
        """What is drawn of all records of one kind, or of all."""
        return (items.figure for key, items in self._records.items() if owner in (None, key[0]))

    def rank(self, owner: Owner, key: str) -> float:
        """How far up a record lies among its kind; the topmost is hit first."""
        return self._records[owner, key].root.zValue()

    def box(self) -> Box | None:
        """The box round all that is drawn, at the end of its way; None where nothing is."""
        if self.glide.goal is not None:
            return bounds(compose(self.glide.goal, self.theme, self.overlays).records)
        boxes = [items.figure.box for items in self._records.values() if items.figure.primitives]
        if not boxes:
            return None
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    def items(self, owner: Owner) -> Iterator[RecordItems]:
        """The items of all records of one kind."""
        return (items for key, items in self._records.items() if key[0] == owner)

    # -- how it is shown

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        if theme != self.theme:
            self.theme = theme
            self._draw_all()

    def set_loops(self, loops: Sequence[Loop]) -> None:
        """Colour links by these loops and badge them."""
        loops = tuple(loops)
        known = {loop.id for loop in loops}
        lit = self.overlays.lit if self.overlays.lit in known else None
        self._set_overlays(replace(self.overlays, loops=loops, lit=lit))

    def light_loop(self, loop: str | None) -> None:
        """Let one loop stand out and fade the rest; None: all alike."""
        self._set_overlays(replace(self.overlays, lit=loop))

    def light_records(self, records: frozenset[tuple[str, str]] | None) -> None:
        """Let these factors and links stand out and fade the rest; None: as the loops have it."""
        self._set_overlays(replace(self.overlays, lit_records=records))

    def set_badges(self, are_shown: bool) -> None:
        self._set_overlays(replace(self.overlays, has_badges=are_shown))

    def set_zoom(self, zoom: float) -> None:
        """Leave out what cannot be read at this zoom."""
        level = level_of(zoom)
        if level != self._level:
            self._level = level
            for items in self._records.values():
                items.set_level(level)

    def hide_label(self, key: Key | None) -> None:
        """Hide the words of the record that is being edited in place; None: of none."""
        before, self._edited = self._edited, key
        for each, is_visible in ((before, True), (key, False)):
            if each is not None and (items := self._records.get(each)) is not None:
                items.set_label_visible(is_visible)

    # -- drawing

    def _tell_drawn(self) -> None:
        self._layers.fit(self.places.box)
        self.drawn.emit()

    def _set_overlays(self, overlays: Overlays) -> None:
        before = self.overlays
        if overlays == before:
            return
        self.overlays = overlays
        if overlays == replace(before, lit=overlays.lit, lit_records=overlays.lit_records):
            self._light()
        else:
            self._draw_all()

    def _light(self) -> None:
        """Draw what is faded and what is not; the badges stay in their places.

        Looking for these anew is half the cost of all: while a run plays, the loop that drives it
        changes between two frames.
        """
        figure = compose(self._flywheel, self.theme, replace(self.overlays, has_badges=False))
        badges = [
            replace(
                badge,
                primitives=tuple(
                    replace(each, opacity=self.overlays.loop_opacity(badge.id))
                    for each in badge.primitives
                ),
            )
            for badge in self.figures("loops")
        ]
        for record in (*figure.records, *badges):
            self._show(record)
        self._tell_drawn()

    def _draw_all(self) -> None:
        figure = compose(self._flywheel, self.theme, self.overlays)
        wanted = {(record.owner, record.id) for record in figure.records}
        for key in self._records.keys() - wanted:
            self._forget(key)
        ranks = dict.fromkeys(PAINT_ORDER, 0)
        for record in figure.records:
            self._show(record)
            self._rank(record, ranks[record.owner])
            ranks[record.owner] += 1
        self._rest.forget()
        self._tell_drawn()

    def _draw(self, keys: Iterable[Key], rested: Flywheel | None = None) -> None:
        flywheel = self._flywheel
        for owner, key in keys:
            if owner != "loops" and key in flywheel.table(owner):
                self._show(compose_record(flywheel, self.theme, self.overlays, owner, key, rested))
            else:
                self._forget((owner, key))

    def _draw_badges(self) -> None:
        links = {figure.id: figure for figure in self.figures("links")}
        badges = compose_badges(self._flywheel, self.theme, self.overlays, links)
        wanted = {("loops", badge.id) for badge in badges}
        for key in [key for key in self._records if key[0] == "loops" and key not in wanted]:
            self._forget(key)
        for badge in badges:
            self._show(badge)

    def _show(self, figure: RecordFigure) -> None:
        key = (figure.owner, figure.id)
        items = self._records.get(key)
        if items is None:
            items = self._records[key] = RecordItems(figure, self._level)
            self._layers.add(items.root, figure.owner)
            if key == self._edited:
                items.set_label_visible(False)
        else:
            items.show(figure)
        self.places.put(key, figure.box)
        self._layers.put(figure.box)

    def _rank(self, figure: RecordFigure, rank: int) -> None:
        """Where a record comes in its layer, as in every export: by its place in the document."""
        root = self._records[figure.owner, figure.id].root
        height = height_of(figure.owner, rank)
        if root.zValue() != height:
            root.setZValue(height)

    def _rank_all(self) -> None:
        for owner in PAINT_ORDER:
            if owner != "loops":
                for rank, key in enumerate(self._flywheel.table(owner)):
                    self._rank(self._records[owner, key].figure, rank)

    def _forget(self, key: Key) -> None:
        items = self._records.pop(key, None)
        if items is not None:
            items.remove()
        self.places.remove(key)

    def _on_document_changed(self, change: Change) -> None:
        shown, goal = self._flywheel, self._editor.flywheel
        was_gliding = self.glide.goal is not None
        # A document that was just opened (there is nothing to undo) stands where it stands.
        is_edit = self._editor.open_gesture is not None or bool(
            self._editor.undo_label or self._editor.redo_label
        )
        between = self.glide.begin(shown, goal, change) if is_edit else None
        if not is_edit:
            self.glide.stop()
        if between is not None:
            # Within a frame the glide shows the next place, and the badges with it.
            self._show_change(between, difference(shown, between), with_badges=False)
        elif was_gliding:
            self._show_between(goal)
        else:
            self._show_change(goal, change)

    def _show_between(self, flywheel: Flywheel) -> None:
        """Show a flywheel that differs from the one that is shown."""
        self._show_change(flywheel, difference(self._flywheel, flywheel))

    def _show_change(self, flywheel: Flywheel, change: Change, *, with_badges: bool = True) -> None:
        before, self._flywheel = self._flywheel, flywheel
        rested = self._rest.rested(before, flywheel)
        keys = affected(before, flywheel, change, with_leaning=rested is None)
        self._draw(keys, rested)
        if change.orders or any(
            was is None for owner in change.records for _, was, _ in change.pairs(owner)
        ):
            self._rank_all()
        if rested is not None:
            self._rest.wait(key for owner, key in keys if owner == "links")
        if with_badges and self._has_badges:
            if self._rest.is_awaited(flywheel):
                self._rest.wait()
            else:
                self._draw_badges()
        self._tell_drawn()

    @property
    def _has_badges(self) -> bool:
        return self.overlays.has_badges and bool(self.overlays.loops)

    def _settle(self) -> None:
        if self._make_room():
            self._tell_drawn()

    def _on_rest(self) -> None:
        has_made_room = self._make_room()
        if self._has_badges:
            self._draw_badges()
        if has_made_room or self._has_badges:
            self._tell_drawn()

    def _make_room(self) -> bool:
        """Let signs and tags make room for what has moved; whether anything had."""
        rested, links = self._rest.ridden()
        if rested is None:
            return False
        leant = {*leaning(rested, links), *leaning(self._flywheel, links)}
        self._draw({*leant, *(("links", key) for key in links)})
        return True
