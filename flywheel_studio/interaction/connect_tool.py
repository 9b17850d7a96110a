"""The connect tool (L): drag from factor to factor, or click one and then the other."""

from __future__ import annotations

from flywheel_studio.interaction.events import KeyEvent, PointerEvent
from flywheel_studio.interaction.feedback import Feedback
from flywheel_studio.interaction.limits import BIND_PX
from flywheel_studio.interaction.link_drag import LinkDrag
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr


class ConnectTool:
    """States: nothing yet; a link held with the button down; a link that follows the pointer."""

    name = "connect"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._drag: LinkDrag | None = None
        self._is_held = False
        self._under: str | None = None

    @property
    def is_idle(self) -> bool:
        return self._drag is None

    @property
    def feedback(self) -> Feedback:
        if self._drag is not None:
            return self._drag.feedback
        return Feedback(
            lit=frozenset() if self._under is None else frozenset({self._under}),
            cursor="cross",
            hint=tr("Drag from one factor to the one that it drives, or click one and the other."),
        )

    def pointer(self, event: PointerEvent) -> None:
        if event.button != "left" and event.kind != "hover":
            return
        if self._drag is not None and not self._drag.is_possible:
            self.cancel()
        if self._drag is None:
            self._under = event.factor or self._bench.paper.nearest_factor(
                event.where, BIND_PX / event.zoom
            )
            if event.kind in ("press", "double") and self._under is not None:
                self._drag = LinkDrag(self._bench, self._under, event.where)
                self._is_held = True
        elif event.kind in ("move", "hover"):
            self._drag.move(event)
        elif event.kind == "release" and self._is_held:
            self._is_held = False
            self._drag.move(event)
            if self._drag.has_moved:
                self._drop(event)
        elif event.kind in ("press", "double"):
            self._drop(event)

    def key(self, event: KeyEvent) -> bool:
        if event.key == "Escape" and self._drag is not None:
            self.cancel()
            return True
        return False

    def cancel(self) -> None:
        self._drag = None
        self._is_held = False
        self._under = None

    def settle(self) -> None:
        self.cancel()

    def _drop(self, event: PointerEvent) -> None:
        drag, self._drag = self._drag, None
        self._is_held = False
        self._under = None
        if drag is not None and drag.drop(event):
            self._bench.used.emit(self.name)
