"""The row of buttons under the wheel, as it is painted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton

from flywheel_studio.drawing.theme import contrast
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.playback.transport import Transport
from flywheel_studio.panels.style.palette import DARK, LIGHT
from flywheel_studio.panels.style.sheet import style_sheet
from flywheel_studio.panels.style.tokens import Tokens


def along_the_middle(button: QToolButton) -> list[str]:
    """The colours from left to right, at half the height, of what is painted at all."""
    picture = button.grab().toImage()
    colors = [picture.pixelColor(x, picture.height() // 2) for x in range(picture.width())]
    return [color.name() for color in colors if color.alpha() == 255]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_a_switched_off_play_button_still_shows_its_sign(qtbot, tokens: Tokens) -> None:
    transport = Transport(Playback())
    qtbot.addWidget(transport)
    transport.setStyleSheet(style_sheet(tokens))
    transport.set_tokens(tokens)
    play = transport.findChild(QToolButton, "play")
    assert not play.isEnabled()
    colors = along_the_middle(play)
    assert contrast(colors[len(colors) // 2], tokens.line) >= 3.0
    others = [b for b in transport.findChildren(QToolButton, "round") if not b.isEnabled()]
    assert len(others) == 2
    for button in others:
        strongest = max(contrast(color, tokens.surface) for color in along_the_middle(button))
        assert 1.5 < strongest < contrast(tokens.ink, tokens.surface) / 2
