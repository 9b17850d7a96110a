"""How far, how near, how long: the numbers that drawing feels by. Pixels unless they say else."""

from __future__ import annotations

from typing import Final

# Measured on the editors that people love (Excalidraw, tldraw, draw.io).
DRAG_PX: Final = 4.0
BIND_PX: Final = 16.0
STRAIGHT_PX: Final = 8.0
SNAP_PX: Final = 8.0
# A hand that follows a ring of 240 units strays this far from it.
RING_PX: Final = 24.0
TURN: Final = 15.0  # degrees
HANDLES_AFTER_MS: Final = 140
NUDGE: Final = 1.0  # paper units
NUDGE_FAR: Final = 10.0
# Arrow presses closer together than this are one step.
NUDGE_PAUSE_MS: Final = 600
# Height of an arc over its chord, as a share of the chord: beyond a half circle and a bit more a
# link no longer reads as going from one to the other.
MOST_BEND: Final = 1.2
