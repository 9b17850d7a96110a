"""The moving side of the momentum panel: the playhead, and the wheel that turns with it.

The angle of the wheel grows only while time is played; scrubbing shows another moment at the angle
where the wheel stands.
"""

from __future__ import annotations

from collections.abc import Callable

from flywheel_studio.panels.momentum.layout import MomentumLayout
from flywheel_studio.panels.momentum.wheel.turn import WheelTurn
from flywheel_studio.panels.playback.playback import Passage, Playback
from flywheel_studio.session.live_run import LiveRun


class MomentumTurning:
    """Shows the moment at the playhead in `parts`. `order` gives the factors round the wheel."""

    def __init__(
        self,
        parts: MomentumLayout,
        playback: Playback,
        run: LiveRun,
        order: Callable[[], tuple[str, ...]],
    ) -> None:
        self._parts = parts
        self._playback = playback
        self._run = run
        self._order = order
        self._turn = WheelTurn()
        parts.drive.scrubbed.connect(self._on_scrubbed)
        parts.chart.scrubbed.connect(self._on_scrubbed)
        playback.playhead_changed.connect(self._on_playhead_changed)
        playback.playing_changed.connect(self._on_playing_changed)
        playback.played.connect(self._on_played)

    def detach(self) -> None:
        """Stop listening."""
        self._playback.playhead_changed.disconnect(self._on_playhead_changed)
        self._playback.playing_changed.disconnect(self._on_playing_changed)
        self._playback.played.disconnect(self._on_played)

    def show_moment(self) -> None:
        """Wheel, chart and driving loop as they are at the playhead."""
        trajectory = self._run.trajectory
        playhead = self._playback.playhead
        momentum: float | None = None
        speeds: list[float] = []
        if trajectory is not None and trajectory.factors:
            momentum = float(trajectory.momentum_at(playhead))
            known = dict(zip(trajectory.factors, trajectory.speed_at(playhead), strict=True))
            speeds = [float(known.get(key, 0.0)) for key in self._order()]
        self._parts.dial.show_moment(self._turn.angle, momentum, speeds)
        self._parts.chart.set_playhead(playhead)
        self.show_driver()

    def show_driver(self) -> None:
        """The loop that drives it at the playhead."""
        self._parts.drive.show_moment(self._playback.playhead, self._playback.is_playing)

    def _on_scrubbed(self, time: float) -> None:
        self._playback.scrub(time)

    def _on_playhead_changed(self, _playhead: float) -> None:
        self.show_moment()
        if not self._playback.is_playing:
            self._parts.dial.say()

    def _on_playing_changed(self, _is_playing: bool) -> None:
        self._parts.dial.say()
        self.show_driver()

    def _on_played(self, passage: Passage) -> None:
        trajectory = self._run.trajectory
        if trajectory is not None and trajectory.factors:
            self._turn.advance(
                passage.seconds,
                float(trajectory.momentum_at(passage.begin)),
                float(trajectory.momentum_at(passage.end)),
            )
