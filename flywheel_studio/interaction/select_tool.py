"""The select tool (V): choose, move, bend, and open words; everything else begins here too.

States: nothing; a press that may become a click or a drag; a drag (move, bend, marquee, a link
pulled out of a connect handle); nudging by arrow keys. Escape ends each without a trace.
"""

from __future__ import annotations

from typing import Final

from flywheel_studio.commands.links import flip_polarity
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.band_drag import BandDrag
from flywheel_studio.interaction.events import Hit, HitPart, KeyEvent, PointerEvent
from flywheel_studio.interaction.feedback import Cursor, Feedback
from flywheel_studio.interaction.folding import Folding
from flywheel_studio.interaction.hints import hint_of
from flywheel_studio.interaction.key_nudge import KeyNudges
from flywheel_studio.interaction.limits import DRAG_PX, HANDLES_AFTER_MS
from flywheel_studio.interaction.link_drag import LinkDrag
from flywheel_studio.interaction.move_drag import MoveDrag
from flywheel_studio.interaction.place_tool import place_factor
from flywheel_studio.interaction.reconnect_drag import End, ReconnectDrag
from flywheel_studio.interaction.select_drags import BendDrag, Drag, MarqueeDrag, Nudge
from flywheel_studio.interaction.select_keys import SelectKeys
from flywheel_studio.interaction.text_drag import WidthDrag
from flywheel_studio.interaction.tidying import Tidying
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.interaction.wheel_drag import WheelDrag
from flywheel_studio.language.translate import tr
from flywheel_studio.model.folding import folded_wheels, shown_items
from flywheel_studio.session.clock import CancelHandle
from flywheel_studio.session.selection import Selected

_CURSORS: Final[dict[HitPart, Cursor]] = {
    "bend": "bend",
    "source": "cross",
    "target": "cross",
    "connect": "cross",
    "from": "bend",
    "to": "bend",
    "width": "wide",
}


class SelectTool:
    """See the module. `_press` is a press that is not a drag yet; at most one state is set."""

    name = "select"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._press: PointerEvent | None = None
        self._has_added = False
        self._drag: Drag | None = None
        self._link: LinkDrag | None = None
        self._nudge: Nudge | None = None
        self._steps = KeyNudges(bench)
        self._keys = SelectKeys(bench)
        self._tidy = Tidying(bench)
        self._folding = Folding(bench)
        self._hovered: str | None = None
        self._handles: str | None = None
        self._hover_wait: CancelHandle | None = None
        self._under: Hit | None = None

    # -- what it shows

    @property
    def is_idle(self) -> bool:
        is_still = not (self._press or self._drag or self._link or self._nudge)
        return is_still and self._steps.is_idle

    @property
    def feedback(self) -> Feedback:
        if self._link is not None:
            return self._link.feedback
        if self._drag is not None:
            return self._drag.feedback
        handles = self._handles
        if handles not in self._bench.editor.flywheel.factors:
            handles = None
        hit = self._under
        hint = hint_of(self._bench.editor.selection, self._bench.editor.flywheel)
        if hit is None:
            return Feedback(handles=handles, hint=hint)
        cursor = _CURSORS.get(hit.part, "hand")
        is_wheel = hit.owner == "wheels" and hit.id in self._bench.editor.flywheel.wheels
        fold = hit.id if is_wheel else None
        if is_wheel and hit.part == "fold":
            hint = self._fold_hint(hit.id)
        return Feedback(handles=handles, fold=fold, cursor=cursor, hint=hint)

    # -- the pointer

    def pointer(self, event: PointerEvent) -> None:
        if event.button != "left" and event.kind != "hover":
            return
        self._finish_nudge()
        match event.kind:
            case "hover":
                self._on_hover(event)
            case "press":
                self._on_press(event)
            case "double":
                self._on_double(event)
            case "move":
                self._on_move(event)
            case "release":
                self._on_release(event)

    def _on_hover(self, event: PointerEvent) -> None:
        self._under = event.under
        factor = event.factor
        if factor == self._hovered:
            return
        self._hovered = factor
        if self._hover_wait is not None:
            self._hover_wait.cancel()
            self._hover_wait = None
        if factor is None or (self._handles is not None and factor != self._handles):
            self._handles = None
        if factor is not None and factor != self._handles:
            self._hover_wait = self._bench.editor.call_later(
                HANDLES_AFTER_MS, self._on_hovered_long_enough
            )

    def _on_hovered_long_enough(self) -> None:
        self._hover_wait = None
        self._handles = self._hovered
        self._bench.refresh.emit(self.name)

    def _on_press(self, event: PointerEvent) -> None:
        self.settle()
        hit, selection = event.under, self._bench.editor.selection
        if hit is not None and hit.part == "connect" and hit.owner == "factors":
            self._link = LinkDrag(self._bench, hit.id, event.where)
            return
        self._press = event
        item = _item(hit)
        if item is None:
            if not _extends(event):
                selection.clear()
        elif _extends(event):
            # What the press has added, the release must not take out again.
            self._has_added = item not in selection
            selection.add(self._seen_with(item))
        elif item not in selection:
            selection.set(self._seen_with(item))

    def _on_move(self, event: PointerEvent) -> None:
        if self._link is not None:
            self._link.move(event)
        elif self._drag is not None:
            if self._drag.is_alive:
                self._drag.move(event)
            else:
                self._drag = None
        elif self._press is not None and _is_drag(self._press, event):
            press, self._press = self._press, None
            self._begin_drag(press, event)

    def _begin_drag(self, press: PointerEvent, event: PointerEvent) -> None:
        hit, flywheel = press.under, self._bench.editor.flywheel
        item = _item(hit)
        if hit is None or item is None:
            self._drag = MarqueeDrag(self._bench, press.where, extends=_extends(press))
        elif hit.part == "bend" and hit.id in flywheel.links:
            link = flywheel.links[hit.id]
            if link.source != link.target:
                self._drag = BendDrag(self._bench, hit.id)
        elif hit.part in ("source", "target") and hit.id in flywheel.links:
            end: End = "source" if hit.part == "source" else "target"
            self._drag = ReconnectDrag(self._bench, hit.id, end, event.where)
        elif item[0] == "wheels" and hit.part == "fold":
            pass
        elif item[0] == "wheels" and len(self._bench.editor.selection) > 1:
            self._drag = MoveDrag(self._bench, press, press.where, None)
        elif item[0] == "wheels" and hit.id in flywheel.wheels:
            self._drag = WheelDrag(self._bench, hit.id, press.where)
        elif item[0] == "bands" and hit.id in flywheel.bands:
            self._drag = BandDrag(self._bench, hit.id, press)
        elif hit.part == "width" and hit.id in flywheel.texts:
            self._drag = WidthDrag(self._bench, hit.id, press.where)
        elif item[0] in ("factors", "texts") and item in self._bench.editor.selection:
            self._drag = MoveDrag(self._bench, press, press.where, item)
        if self._drag is not None:
            self._drag.move(event)

    def _on_release(self, event: PointerEvent) -> None:
        link, drag, press = self._link, self._drag, self._press
        self._link = self._drag = self._press = None
        if link is not None:
            link.drop(event)
        elif drag is not None:
            if drag.is_alive:
                drag.finish()
        elif press is not None:
            self._click(press)

    def _click(self, press: PointerEvent) -> None:
        hit, editor = press.under, self._bench.editor
        item = _item(hit)
        # What was pressed can be gone by the release: a key has undone it.
        if hit is None or item is None or item[1] not in editor.flywheel.table(item[0]):
            return
        if hit.part == "fold":
            self._folding.toggle(item[1])
            return
        if _extends(press):
            if not self._has_added:
                for each in self._seen_with(item):
                    editor.selection.toggle(*each)
            return
        together = self._seen_with(item)
        editor.selection.set(together)
        if hit.part == "sign" and hit.id in editor.flywheel.links and len(together) == 1:
            self._bench.perform(tr("Flip sign"), lambda now: flip_polarity(now, hit.id))

    def _on_double(self, event: PointerEvent) -> None:
        self.settle()
        hit = event.under
        if hit is None:
            place_factor(self._bench, event.where)
        elif hit.part == "fold":
            # The first of the two clicks has done it.
            pass
        elif hit.owner == "wheels" and hit.id in folded_wheels(self._bench.editor.flywheel):
            self._folding.open(hit.id)
        elif hit.owner == "wheels" and hit.part == "body":
            # The ring of an empty wheel.
            place_factor(self._bench, event.where)
        elif hit.part == "bend":
            self._bench.editor.selection.set_one("links", hit.id)
            self._tidy.reset_route()
        elif hit.owner == "factors" and hit.part != "connect":
            self._bench.editor.selection.set_one("factors", hit.id)
            self._bench.edit_label(hit.id)
        elif hit.owner == "texts":
            self._bench.editor.selection.set_one("texts", hit.id)
            self._bench.edit_label(hit.id, "texts")
        elif hit.owner == "bands":
            self._bench.editor.selection.set_one("bands", hit.id)
            self._bench.edit_label(hit.id, "bands")
        elif hit.owner == "wheels":
            self._bench.editor.selection.set_one("wheels", hit.id)
            self._bench.edit_label(hit.id, "wheels")

    # -- the keyboard

    def key(self, event: KeyEvent) -> bool:
        if event.key == "Escape":
            return self._escape()
        if self._drag is not None or self._link is not None or self._press is not None:
            return False
        if self._steps.key(event):
            return True
        step = self._keys.nudge(event)
        if step is not None:
            self._push(step)
            return True
        self._finish_nudge()
        return self._keys.key(event)

    def _escape(self) -> bool:
        if not self.is_idle:
            self.cancel()
            return True
        if not self._bench.editor.selection.is_empty:
            self._bench.editor.selection.clear()
            return True
        return False

    def _push(self, step: Point) -> None:
        if self._nudge is None or not self._nudge.is_alive:
            self._nudge = Nudge(self._bench)
        self._nudge.push(step)

    def _finish_nudge(self) -> None:
        self._steps.finish()
        nudge, self._nudge = self._nudge, None
        if nudge is not None and nudge.is_alive:
            nudge.finish()

    # -- the end

    def cancel(self) -> None:
        self._steps.cancel()
        drag, nudge = self._drag, self._nudge
        self._press = self._drag = self._link = self._nudge = None
        if drag is not None and drag.is_alive:
            drag.cancel()
        if nudge is not None and nudge.is_alive:
            nudge.cancel()

    def settle(self) -> None:
        drag = self._drag
        self._press = self._drag = self._link = None
        if drag is not None and drag.is_alive:
            drag.finish()
        self._finish_nudge()
        self._handles = self._hovered = None
        if self._hover_wait is not None:
            self._hover_wait.cancel()
            self._hover_wait = None

    def _seen_with(self, item: Selected) -> frozenset[Selected]:
        """What is chosen with it: links that are drawn as one are chosen as one."""
        return shown_items(self._bench.editor.flywheel, [item])

    def _fold_hint(self, wheel: str) -> str:
        if wheel in folded_wheels(self._bench.editor.flywheel):
            return tr("Click to open “{wheel}”.", wheel=self._folding.name(wheel))
        return tr("Click to fold “{wheel}” to its title.", wheel=self._folding.name(wheel))


def _item(hit: Hit | None) -> Selected | None:
    """What a click there would select; a loop is not selected by the tool."""
    if hit is None:
        return None
    if hit.owner == "factors":
        return ("factors", hit.id)
    if hit.owner == "links":
        return ("links", hit.id)
    if hit.owner == "texts":
        return ("texts", hit.id)
    if hit.owner == "bands":
        return ("bands", hit.id)
    if hit.owner == "wheels":
        return ("wheels", hit.id)
    return None


def _extends(event: PointerEvent) -> bool:
    return event.shift or event.ctrl


def _is_drag(press: PointerEvent, event: PointerEvent) -> bool:
    return event.where.distance(press.where) * event.zoom >= DRAG_PX
