"""The few things that a person sets once: language, appearance, contrast, size of text, movement.

Everything takes effect at once, in every window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
)

from flywheel_studio.app.settings import APPEARANCES, CONTRASTS, MOTIONS, TEXT_SIZES
from flywheel_studio.language.translate import SYSTEM, available_languages, tr
from flywheel_studio.panels.fields.choices import QuietList

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame


class Preferences(QDialog):
    """Reads and sets what the program remembers."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Preferences"))
        self._window = window
        studio = window.studio
        self.language = _combo(
            [(tr("As the system"), SYSTEM)]
            + [(name, code) for code, name in available_languages().items()],
            studio.settings.text("window/language", SYSTEM),
        )
        self.language.activated.connect(self._on_language)
        look = studio.look
        as_system = tr("As the system")
        words = {"system": as_system, "light": tr("Light"), "dark": tr("Dark")}
        self.appearance = _combo([(words[name], name) for name in APPEARANCES], look.appearance)
        self.appearance.activated.connect(self._on_appearance)
        words = {"system": as_system, "usual": tr("Usual"), "high": tr("High")}
        self.contrast = _combo([(words[name], name) for name in CONTRASTS], look.contrast)
        self.contrast.activated.connect(self._on_contrast)
        self.text_size = _combo(
            [(tr("{percent} %", percent=size), str(size)) for size in TEXT_SIZES],
            str(look.text_size),
        )
        self.text_size.activated.connect(self._on_text_size)
        words = {"system": as_system, "less": tr("As little as possible"), "full": tr("All of it")}
        self.motion = _combo([(words[name], name) for name in MOTIONS], look.motion)
        self.motion.setToolTip(
            tr("Without it nothing glides or turns by itself; the run is read from its curves.")
        )
        self.motion.activated.connect(self._on_motion)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for name, field in (
            (tr("Language"), self.language),
            (tr("Window"), self.appearance),
            (tr("Contrast"), self.contrast),
            (tr("Size of text"), self.text_size),
            (tr("Movement"), self.motion),
        ):
            label = QLabel(name)
            label.setBuddy(field)
            field.setAccessibleName(name)
            form.addRow(label, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(buttons)

    def _on_language(self, _row: int) -> None:
        self._window.studio.set_language(str(self.language.currentData()))
        fresh = Preferences(self._window)
        fresh.move(self.pos())
        self.reject()
        fresh.open()
        fresh.language.setFocus()

    def _on_appearance(self, _row: int) -> None:
        self._window.studio.look.set_appearance(str(self.appearance.currentData()))

    def _on_contrast(self, _row: int) -> None:
        self._window.studio.look.set_contrast(str(self.contrast.currentData()))

    def _on_text_size(self, _row: int) -> None:
        self._window.studio.look.set_text_size(int(self.text_size.currentData()))

    def _on_motion(self, _row: int) -> None:
        self._window.studio.look.set_motion(str(self.motion.currentData()))


def _combo(rows: list[tuple[str, str]], chosen: str) -> QuietList:
    combo = QuietList()
    for words, value in rows:
        combo.addItem(words, value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    return combo
