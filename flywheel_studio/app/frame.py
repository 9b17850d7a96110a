"""What the parts of a window may ask of it, and of the program around it.

The menus, the panels and the flows of files and exports are built by the window and talk back to
it; they know this frame, not the window itself, so that no module needs one that needs it.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flywheel_studio.app.look import Look
    from flywheel_studio.app.qt_clock import QtClock
    from flywheel_studio.app.settings import Settings
    from flywheel_studio.app.toast import Toast
    from flywheel_studio.canvas.view import Canvas
    from flywheel_studio.drawing.primitives import Figure
    from flywheel_studio.export.registry import Picture
    from flywheel_studio.interaction.toolbox import ToolBox
    from flywheel_studio.model.flywheel import Flywheel
    from flywheel_studio.panels.style.tokens import Tokens
    from flywheel_studio.session.editor import Editor
    from flywheel_studio.storage.last_session import LastSession
    from flywheel_studio.storage.recent import RecentFiles
    from flywheel_studio.storage.recovery import Recovery


# Of what a window remembers of its docks: another one whenever their number or kind changes.
STATE_VERSION: Final = 3


class StudioFrame(QObject):
    """The program while it runs, as its windows see it."""

    settings: Settings
    recent: RecentFiles
    recovery: Recovery
    last_session: LastSession
    look: Look
    windows: Sequence[WindowFrame]

    @property
    def tokens(self) -> Tokens:
        """The colours and sizes of every window now."""
        return self.look.tokens

    @property
    def is_motion_reduced(self) -> bool:
        """Whether less should move by itself."""
        return self.look.is_motion_reduced

    @abstractmethod
    def new_window(self) -> WindowFrame:
        """Open an empty paper."""

    @abstractmethod
    def open_path(self, path: str | os.PathLike[str], near: WindowFrame | None = None) -> bool:
        """Open a file: in the window that shows it, in `near` if nothing was begun there, or anew."""

    @abstractmethod
    def open_template(self, template: str, near: WindowFrame | None = None) -> None:
        """Open an untitled copy of a template in the current language."""

    @abstractmethod
    def open_own_template(self, path: Path, near: WindowFrame | None = None) -> None:
        """Open an untitled copy of a template of the user's own."""

    @abstractmethod
    def open_copy(self, flywheel: Flywheel) -> None:
        """Open an untitled copy of a drawing in a window of its own; it counts as unsaved."""

    @abstractmethod
    def quit(self) -> None:
        """Close every window; one that refuses (an unsaved drawing) stops it."""

    @abstractmethod
    def set_language(self, code: str) -> None:
        """Speak another language, in every window at once."""

    @abstractmethod
    def recent_failed(self, path: Path) -> None:
        """Forget a recent file that did not open."""


class WindowFrame(QMainWindow):
    """One window, as its parts see it."""

    studio: StudioFrame
    clock: QtClock
    editor: Editor
    toolbox: ToolBox
    canvas: Canvas
    toast: Toast
    hint_line: QLabel

    @property
    @abstractmethod
    def is_pristine(self) -> bool:
        """Whether nothing was drawn, opened or named here yet."""

    @abstractmethod
    def say(self, sentence: str) -> None:
        """Tell the user something that needs no answer."""

    def settle(self) -> None:
        """Finish what is half-done: words on the paper, a drag, a number that stands in a field.

        A save must hold what can be read in the window, also where nobody has pressed Enter.
        """
        field = QApplication.focusWidget() or self.focusWidget()
        if field is not None and _is_in(self, field) and not _is_in(self.canvas, field):
            # A field takes what was typed when it loses the focus; it gets it back at once.
            field.clearFocus()
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toolbox.settle()

    def hint(self, words: str) -> None:
        """Show what can be done next, in the line below the paper."""
        self.hint_line.setText(words)

    @abstractmethod
    def picture(self, theme: str | None = None) -> Picture:
        """What is exported: the drawing as it stands, in its own theme or another."""

    def figure(self, theme: str | None = None) -> Figure:
        """The picture as it stands, in its own theme or another."""
        return self.picture(theme).figure

    @abstractmethod
    def undo(self) -> None:
        """Take back the last step."""

    @abstractmethod
    def redo(self) -> None:
        """Do the step again that was taken back last."""

    @abstractmethod
    def save(self) -> bool:
        """Save the drawing; whether it was saved."""

    @abstractmethod
    def delete_selection(self) -> None:
        """Delete what is selected."""

    @abstractmethod
    def present(self) -> None:
        """Tell the flywheel on the whole screen, step by step."""

    @abstractmethod
    def copy_as_picture(self) -> None:
        """Put the drawing on the clipboard as a picture."""


def _is_in(whole: QWidget, part: QWidget) -> bool:
    """Whether one widget belongs to another, also in a dock that floats in a window of its own."""
    at: QWidget | None = part
    while at is not None and at is not whole:
        at = at.parentWidget()
    return at is whole
