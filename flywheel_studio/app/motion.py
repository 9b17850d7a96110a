"""Pulses on the paper while the wheel plays: each link as brisk as what it carries now.

With reduced motion they stand where they are, and their size alone says what a link carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flywheel_studio.canvas.view import Canvas
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.playback.playback import Passage, Playback
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_run import LiveRun

if TYPE_CHECKING:
    from flywheel_studio.simulation.trajectory import Trajectory

# The briskest link of a run moves at this speed of `Canvas.set_flow`.
_BRISK: Final = 1.6
_STILL: Final = 1e-9


class LinkFlow:
    """Follows the playhead of a run and tells the canvas how fast each link's pulses are."""

    def __init__(
        self,
        canvas: Canvas,
        editor: Editor,
        live_run: LiveRun,
        playback: Playback,
        is_reduced: bool,
    ) -> None:
        self._canvas = canvas
        self._editor = editor
        self._live_run = live_run
        self._playback = playback
        self._is_reduced = is_reduced
        self._phase = 0.0
        playback.played.connect(self._on_played)
        playback.playing_changed.connect(self._on_playing_changed)

    def set_motion_reduced(self, is_reduced: bool) -> None:
        """With reduced motion no pulses travel, and no badges turn."""
        self._is_reduced = is_reduced

    def close(self) -> None:
        self._playback.played.disconnect(self._on_played)
        self._playback.playing_changed.disconnect(self._on_playing_changed)

    def _on_playing_changed(self, is_playing: bool) -> None:
        if not is_playing:
            self._canvas.set_flow(None, self._phase)

    def _on_played(self, passage: Passage) -> None:
        trajectory = self._live_run.trajectory
        if trajectory is None:
            return
        if not self._is_reduced:
            self._phase += passage.seconds
        speeds = link_speeds(self._editor.flywheel, trajectory, passage.end)
        self._canvas.set_flow(speeds, self._phase)


def link_speeds(flywheel: Flywheel, trajectory: Trajectory, at: float) -> dict[str, float]:
    """What each active link carries at a time, as a share of the most that any carries in the run.

    A link carries what its source had one delay earlier. 1 is shown as brisk.
    """
    column = {factor: number for number, factor in enumerate(trajectory.factors)}
    peaks = abs(trajectory.speed).max(axis=0)
    carried: dict[str, float] = {}
    most = _STILL
    for link in flywheel.links.values():
        if not link.active or link.source not in column:
            continue
        source = column[link.source]
        speed = float(trajectory.speed_at(max(at - link.delay, 0.0))[source])
        carried[link.id] = link.weight * speed
        most = max(most, link.weight * float(peaks[source]))
    return {link: _BRISK * amount / most for link, amount in carried.items()}
