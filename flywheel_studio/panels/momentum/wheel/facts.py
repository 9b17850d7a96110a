"""Four facts beside the wheel: main loop, its gain, its turn time, the breakthrough."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.labels import plain_label


class Facts(QWidget):
    """Small captions over their values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._captions: list[str] = []
        self._column.addStretch(1)
        self._loop = self._fact(
            tr("Main loop"), tr("The reinforcing loop that returns the most at each link")
        )
        self._gain = self._fact(
            tr("Gain"), tr("What one unit of push comes back as after one turn of the main loop")
        )
        self._turn = self._fact(
            tr("One turn"),
            tr(
                "How long one turn of the main loop takes at an even pace; the faster it grows, the"
                " sooner it comes round"
            ),
        )
        self._breakthrough = self._fact(
            tr("Breakthrough"), tr("From when on the wheel turns mostly by itself")
        )
        self._column.addStretch(1)

    def set_loop(self, name: str, gain: str, turn: str) -> None:
        """What to say of the main loop."""
        self._loop.setText(name)
        self._gain.setText(gain)
        self._turn.setText(turn)

    def set_breakthrough(self, text: str) -> None:
        self._breakthrough.setText(text)

    def clear(self) -> None:
        self.set_loop("–", "–", "–")

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Main loop, gain, turn time, breakthrough, as they are shown."""
        return (
            self._loop.text(),
            self._gain.text(),
            self._turn.text(),
            self._breakthrough.text(),
        )

    @property
    def spoken(self) -> str:
        """Each caption with its value, where there is one: "Main loop R1, Gain 5.06"."""
        pairs = zip(self._captions, self.texts, strict=True)
        return ", ".join(f"{caption} {value}" for caption, value in pairs if value != "–")

    def _fact(self, caption: str, meaning: str) -> QLabel:
        name = plain_label("caption", self)
        name.setText(caption)
        name.setToolTip(meaning)
        value = plain_label("value", self)
        value.setText("–")
        value.setToolTip(meaning)
        # No accessible name: a reader would hear the caption twice and the value never.
        self._captions.append(caption)
        if self._column.count() > 1:
            self._column.addSpacing(6)
        self._column.addWidget(name)
        self._column.addWidget(value)
        return value
