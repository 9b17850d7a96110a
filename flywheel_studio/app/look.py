"""How the windows look and move: colours, contrast, size of text, movement.

Each follows the system unless a person said otherwise. The drawing and its exports never do.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from flywheel_studio.app.appearance import dress, ground_of, is_dark, pixels_of, scaled
from flywheel_studio.app.settings import APPEARANCES, CONTRASTS, MOTIONS, TEXT_SIZES, Settings
from flywheel_studio.app.system_wishes import SystemWishes
from flywheel_studio.drawing.theme import contrast as contrast_ratio
from flywheel_studio.panels.style.palette import BLACK_ON_WHITE, WHITE_ON_BLACK, tokens_for
from flywheel_studio.panels.style.tokens import Tokens

_GROUNDS: Final = {False: BLACK_ON_WHITE, True: WHITE_ON_BLACK}


class Look(QObject):
    """Signals: `changed`, the windows look another way now; `motion_changed`, they move less or more."""

    changed = Signal()
    motion_changed = Signal()

    def __init__(self, application: QApplication, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self._settings = settings
        self._system_font = application.font()
        self.wishes = SystemWishes(self)
        self.appearance = settings.text("window/appearance", "system", APPEARANCES)
        self.contrast = settings.text("window/contrast", "system", CONTRASTS)
        # The older setting was a yes or a no.
        usual = "less" if settings.flag("window/reduced_motion", False) else "system"
        self.motion = settings.text("window/motion", usual, MOTIONS)
        self._was_reduced = self.is_motion_reduced
        self.tokens: Tokens = self._tokens()
        dress(application, self.tokens)
        self._hints = application.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self.wishes.changed.connect(self._on_system_changed)

    @property
    def is_motion_reduced(self) -> bool:
        """Whether less should move by itself."""
        if self.motion == "system":
            return self.wishes.less_motion
        return self.motion == "less"

    @property
    def is_contrast_high(self) -> bool:
        """Whether the windows are in high contrast."""
        if self.contrast == "system":
            return self.wishes.more_contrast
        return self.contrast == "high"

    @property
    def text_size(self) -> int:
        """The size of the windows' text, percent of the system's."""
        known = tuple(str(size) for size in TEXT_SIZES)
        return int(self._settings.text("window/text_size", "100", known))

    def set_appearance(self, appearance: str) -> None:
        """One of `APPEARANCES`."""
        self.appearance = appearance
        self._settings.put("window/appearance", appearance)
        self._refresh()

    def set_contrast(self, contrast: str) -> None:
        """One of `CONTRASTS`."""
        self.contrast = contrast
        self._settings.put("window/contrast", contrast)
        self._refresh()

    def set_text_size(self, percent: int) -> None:
        """Letter larger or smaller in every window."""
        self._settings.put("window/text_size", str(percent))
        self._refresh()

    def set_motion(self, motion: str) -> None:
        """One of `MOTIONS`."""
        self.motion = motion
        self._settings.put("window/motion", motion)
        self._tell_motion()

    def _on_system_changed(self) -> None:
        self._refresh()
        self._tell_motion()

    def _tell_motion(self) -> None:
        if self._was_reduced != self.is_motion_reduced:
            self._was_reduced = self.is_motion_reduced
            self.motion_changed.emit()

    def _refresh(self) -> None:
        tokens = self._tokens()
        if tokens != self.tokens:
            self.tokens = tokens
            dress(self._application, tokens)
            self.changed.emit()

    def _tokens(self) -> Tokens:
        font = scaled(self._system_font, self.text_size)
        if font != self._application.font():
            self._application.setFont(font)
        dark = is_dark(self.appearance)
        ground = None
        if self.is_contrast_high:
            ground = _GROUNDS[dark]
            if self.contrast == "system" and self.appearance == "system":
                ground = self._ground_of_system() or ground
                dark = contrast_ratio(ground[0], "#ffffff") > contrast_ratio(ground[0], "#000000")
        return tokens_for(dark, pixels_of(font), ground=ground)

    def _ground_of_system(self) -> tuple[str, str] | None:
        """The colours of a desktop that has its own for high contrast: they are not painted over."""
        application, ours = self._application, self._application.palette()
        # Ours hides the system's while it is on.
        application.setPalette(QPalette())
        found = ground_of(application.palette(), application.style().standardPalette())
        application.setPalette(ours)
        return found
