"""What waits for the hand to rest in a large drawing: badges, and signs and tags that make room.

Looking for room takes time in proportion to what lies round about. In a drawing of a few factors that
is done at every step of a drag; above, signs and tags ride along as they stood when the hand rested
last, and badges stay, until it rests again or lets go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.session.editor import Editor

_LARGE: Final = 40
_MILLISECONDS: Final = 120


class Rest(QObject):
    """Calls `settle` when a hand lets go of what signs rode along with, and `rest` when it rests."""

    def __init__(
        self,
        editor: Editor,
        settle: Callable[[], None],
        rest: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._settle = settle
        self._rested: Flywheel | None = None
        self._links: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.timeout.connect(rest)
        editor.state_changed.connect(self._on_state_changed)

    def close(self) -> None:
        """Nobody is called any more."""
        self._timer.stop()
        self._editor.state_changed.disconnect(self._on_state_changed)

    def is_awaited(self, flywheel: Flywheel) -> bool:
        """Whether a drawing is so large that what takes its time waits."""
        return len(flywheel.factors) > _LARGE

    def rested(self, shown: Flywheel, following: Flywheel) -> Flywheel | None:
        """The flywheel round which signs and tags stood when the hand rested last.

        Args:
            shown: what is shown until now; following: what will be.

        Returns:
            None where nothing has to wait: no hand moves anything, or the drawing is small.
        """
        if self._editor.open_gesture is None or not self.is_awaited(following):
            return None
        if self._rested is None:
            self._rested = shown
        return self._rested

    def wait(self, links: Iterable[str] = ()) -> None:
        """Something is to be looked at again: badges, or what has to make room for these links."""
        self._links.update(links)
        self._timer.start()

    def ridden(self) -> tuple[Flywheel | None, frozenset[str]]:
        """What `rested` said, and the links that moved since; from here on it is forgotten."""
        rested, links = self._rested, frozenset(self._links)
        self._rested = None
        self._links.clear()
        return rested, links

    def forget(self) -> None:
        """Everything was just drawn anew: nothing is waited for."""
        self.ridden()
        self._timer.stop()

    def _on_state_changed(self, _: object) -> None:
        if self._rested is not None and self._editor.open_gesture is None:
            self._settle()
