"""What keys do on the paper while the select tool is in hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flywheel_studio.commands.arrange import add_next_on_ring, ring_order
from flywheel_studio.commands.duplicate import Copies, duplicate
from flywheel_studio.commands.duplicate_wheels import duplicate_wheels
from flywheel_studio.commands.factors import delete, new_factor_id
from flywheel_studio.commands.links import STRENGTHS, new_link_id, set_link
from flywheel_studio.commands.ring_slots import closed_up
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import KeyEvent
from flywheel_studio.interaction.folding import Folding
from flywheel_studio.interaction.label_edit import EDITED, EditedKind, short
from flywheel_studio.interaction.limits import NUDGE, NUDGE_FAR
from flywheel_studio.interaction.tidying import Tidying
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import end_of, folded_wheels, stand_in
from flywheel_studio.model.placement import place_of
from flywheel_studio.model.records import Link
from flywheel_studio.session.selection import Selected

_ARROWS: Final = {
    "Left": Point(-1.0, 0.0),
    "Right": Point(1.0, 0.0),
    "Up": Point(0.0, -1.0),
    "Down": Point(0.0, 1.0),
}


class SelectKeys:
    """Keys to verbs; holds no state of its own."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._tidy = Tidying(bench)
        self._folding = Folding(bench)

    def nudge(self, event: KeyEvent) -> Point | None:
        """The displacement that a plain or shifted arrow asks for, None for anything else."""
        direction = _ARROWS.get(event.key)
        selection = self._bench.editor.selection
        if direction is None or event.modifiers & {"ctrl", "alt"}:
            return None
        if not (selection.factors or selection.ids("texts") or selection.ids("wheels")):
            return None
        return direction.times(NUDGE_FAR if "shift" in event.modifiers else NUDGE)

    def key(self, event: KeyEvent) -> bool:
        """Do what the key asks for; False where it asks for nothing."""
        modifiers = event.modifiers
        if event.key in _ARROWS:
            if modifiers == {"ctrl"}:
                return self.add_next_on_ring()
            return modifiers == {"alt"} and self._follow_link(_ARROWS[event.key])
        if modifiers == {"ctrl"}:
            if event.key == "A":
                return self.select_all()
            return event.key == "D" and self.duplicate()
        if modifiers & {"ctrl", "alt"}:
            return False
        if event.key in ("Delete", "Backspace"):
            return self.delete_selection()
        if event.key == "Tab":
            return self._walk(-1 if "shift" in modifiers else 1)
        return self._words(event) or self._strength(event)

    def select_all(self) -> bool:
        self._bench.editor.selection.select_all(self._bench.editor.flywheel)
        return True

    def delete_selection(self) -> bool:
        """Delete what is selected, with what hangs on it."""
        editor = self._bench.editor
        selection = editor.selection
        if selection.is_empty:
            return False
        flywheel = editor.flywheel
        if selection.single is not None and selection.factors:
            label = tr("Delete {factor}", factor=short(flywheel.factors[selection.single[1]].label))
        elif selection.single is not None and selection.links:
            label = tr("Delete link")
        elif selection.single is not None and selection.single[0] == "wheels":
            title = short(flywheel.wheels[selection.single[1]].title)
            label = tr("Delete {wheel}", wheel=title)
        else:
            label = ntr("Delete {n} item", "Delete {n} items", len(selection))
        ids = {kind: selection.ids(kind) for kind, _ in selection.items}

        def command(now: Flywheel) -> Flywheel:
            rest = delete(
                now,
                factors=ids.get("factors", ()),
                links=ids.get("links", ()),
                texts=ids.get("texts", ()),
                pushes=ids.get("pushes", ()),
                bands=ids.get("bands", ()),
                wheels=ids.get("wheels", ()),
                scenarios=ids.get("scenarios", ()),
            )
            return closed_up(now, rest)

        return self._bench.perform(label, command)

    def duplicate(self) -> bool:
        """Copy what is selected; the copies are selected then.

        They go 10 to the right and down. Wheels go beside all that stands there.
        """
        editor = self._bench.editor
        selection = editor.selection
        factors, texts, links = selection.factors, selection.ids("texts"), selection.links
        wheels = selection.ids("wheels")
        if not (factors or texts or links or wheels):
            self._bench.problem.emit(tr("Select a factor, a link, a text or a wheel first."))
            return False
        if factors or texts:
            links = frozenset()

        def copied(now: Flywheel) -> tuple[Flywheel, Copies]:
            if wheels:
                return duplicate_wheels(now, wheels, factors, texts)
            return duplicate(now, factors, texts, links)

        _, copies = copied(editor.flywheel)
        done = self._bench.perform(tr("Duplicate"), lambda now: copied(now)[0])
        if done:
            wanted = selection.items
            editor.selection.set(
                copy
                for item, copy in copies.items()
                if item in wanted or (item[0] == "factors" and not wheels)
            )
        return done

    def add_next_on_ring(self) -> bool:
        """A new factor in the next slot, linked from the selected one, its label open."""
        editor = self._bench.editor
        single = editor.selection.single
        if single is None or single[0] != "factors":
            return False
        after, label, flywheel = single[1], tr("New factor"), editor.flywheel
        link = new_link_id(flywheel)
        self._bench.make_and_name(
            label,
            lambda now, key: add_next_on_ring(now, after, label, id=key, link_id=link),
            new_factor_id(flywheel, label),
        )
        return True

    def types(self, event: KeyEvent) -> bool:
        """Whether a key writes a letter, where the words of one record are there to be typed over."""
        if event.modifiers & {"ctrl", "alt"} or self._worded() is None:
            return False
        return bool(event.text) and event.text.isprintable() and not event.text.isspace()

    def type_words(self, begin: str) -> bool:
        """Open the words of the one selected factor, text, wheel or band, these instead of them."""
        worded = self._worded()
        if worded is not None:
            self._bench.edit_label(worded[1], worded[0], typed=begin)
        return worded is not None

    def _words(self, event: KeyEvent) -> bool:
        """F2, Enter and typing open the words of the one selected factor, text or wheel."""
        worded = self._worded()
        if worded is None:
            return False
        kind, key = worded
        if event.key == "Enter" and kind == "wheels" and self._is_folded(key):
            return self._folding.open(key)
        if event.key in ("F2", "Enter"):
            self._bench.edit_label(key, kind)
            return True
        return self.types(event) and self.type_words(event.text)

    def _worded(self) -> tuple[EditedKind, str] | None:
        """The one selected record that has words to edit on the paper."""
        single = self._bench.editor.selection.single
        kind = next((kind for kind in EDITED if single is not None and kind == single[0]), None)
        return None if single is None or kind is None else (kind, single[1])

    def _strength(self, event: KeyEvent) -> bool:
        selection = self._bench.editor.selection
        links = selection.links
        if not links or selection.factors or event.key not in ("0", "1", "2", "3", "4"):
            return False
        if event.key == "0":
            return self._tidy.switch()
        weight = STRENGTHS[int(event.key) - 1]
        label = tr("Set strength to {weight}", weight=f"{weight:g}")
        self._bench.perform(label, lambda now: set_link(now, sorted(links), weight=weight))
        return True

    def _walk(self, by: int) -> bool:
        """The next factor: clockwise round each ring from twelve o'clock, then its bands.

        After all wheels the other factors and the texts. A folded wheel is one stop.
        """
        editor = self._bench.editor
        flywheel = editor.flywheel
        walk: list[Selected] = []
        for wheel in flywheel.wheels:
            if self._is_folded(wheel):
                walk.append(("wheels", wheel))
            else:
                walk += [("factors", key) for key in ring_order(flywheel, wheel)]
                bands = [band for band in flywheel.bands.values() if band.wheel == wheel]
                bands.sort(key=lambda band: band.from_angle % 360.0)
                walk += [("bands", band.id) for band in bands]
        walk += [stand_in(flywheel, ("factors", key)) for key in flywheel.factors]
        walk += [stand_in(flywheel, ("texts", key)) for key in flywheel.texts]
        order = list(dict.fromkeys(walk))
        single = editor.selection.single
        here = None if single is None else stand_in(flywheel, single)
        is_begun = here is not None and here in order
        begin = 0 if by > 0 else len(order) - 1
        position = order.index(here) + by if here is not None and is_begun else begin
        if not 0 <= position < len(order):
            # The paper is one tab stop: past its last factor the focus goes on.
            return False
        editor.selection.set([order[position]])
        return True

    def _is_folded(self, wheel: str) -> bool:
        return wheel in folded_wheels(self._bench.editor.flywheel)

    def _follow_link(self, direction: Point) -> bool:
        """The linked factor, or folded wheel, that lies most in this direction."""
        editor, flywheel = self._bench.editor, self._bench.editor.flywheel
        single = editor.selection.single
        if single is None or single[0] not in ("factors", "wheels"):
            return False
        here = stand_in(flywheel, single)
        at = self._middle(here)
        best, best_cosine = None, 0.1
        for link in self._links_at(here):
            ends = end_of(flywheel, link.source), end_of(flywheel, link.target)
            there = ends[1] if ends[0] == here else ends[0]
            way = self._middle(there).minus(at).unit
            cosine = way.x * direction.x + way.y * direction.y
            if cosine > best_cosine:
                best, best_cosine = there, cosine
        if best is None:
            return False
        editor.selection.set([best])
        return True

    def _links_at(self, item: Selected) -> Iterator[Link]:
        """The links that are seen to hold on to a factor or a folded wheel."""
        flywheel = self._bench.editor.flywheel
        kind, key = item
        members = [key] if kind == "factors" else [f.id for f in flywheel.factors_of.get(key, ())]
        for member in members:
            yield from flywheel.links_of[member]

    def _middle(self, item: Selected) -> Point:
        flywheel = self._bench.editor.flywheel
        if item[0] == "factors":
            return place_of(flywheel, flywheel.factors[item[1]])
        return Point(flywheel.wheels[item[1]].x, flywheel.wheels[item[1]].y)
