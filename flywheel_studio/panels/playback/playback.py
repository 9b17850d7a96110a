"""Where in a finished run we are, and whether time is passing.

Playback is view state: it never touches the document. It knows no clock of its own; something
calls `advance` with the seconds that went by (`panels.playback.clock` in the window, the test
itself in tests), so that the same code is exact in both.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from flywheel_studio.model.signal import Signal

SPEEDS: Final = (0.5, 1.0, 2.0, 4.0)
# Long enough to see the wheel gather speed, short enough to watch it twice.
SECONDS_FOR_A_RUN: Final = 12.0


class Passage(NamedTuple):
    """Time that was played: from where to where in the run, and how many seconds it lasted.

    `seconds` are those of normal speed: twice as fast, twice as many in the same time.
    """

    begin: float
    end: float
    seconds: float


class Playback:
    """A playhead over a run, in the document's time unit.

    `playhead_changed` carries the new playhead, whatever moved it. `played` comes just before it,
    and only when time passed: not on scrubbing.
    """

    def __init__(self) -> None:
        self.playhead_changed: Signal[float] = Signal()
        self.playing_changed: Signal[bool] = Signal()
        self.speed_changed: Signal[float] = Signal()
        self.end_changed: Signal[float] = Signal()
        self.played: Signal[Passage] = Signal()
        self._playhead = 0.0
        self._end = 0.0
        self._pace = 1.0
        self._speed = 1.0
        self._is_playing = False

    @property
    def playhead(self) -> float:
        """Time units from the start of the run."""
        return self._playhead

    @property
    def end(self) -> float:
        """Where the run ends; earlier than planned when the wheel ran away."""
        return self._end

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def is_playing(self) -> bool:
        return self._is_playing

    @property
    def is_at_end(self) -> bool:
        return self._playhead >= self._end

    def set_run(self, end: float, planned: float) -> None:
        """A new run is there: keep the playhead where it is, as far as the run goes.

        Args:
            end: the last time of the run.
            planned: how long the document says a run lasts; sets the pace, so that a run that
                ends early is not played in slow motion.
        """
        self._pace = planned / SECONDS_FOR_A_RUN
        if end != self._end:
            self._end = end
            self.end_changed.emit(end)
        if self._playhead > end:
            self.scrub(end)
        if end <= 0.0:
            self.pause()

    def play(self) -> None:
        """Let time pass; from the start where the run had come to its end."""
        if self._is_playing or self._end <= 0.0:
            return
        if self.is_at_end:
            self._move(0.0)
        self._is_playing = True
        self.playing_changed.emit(True)

    def pause(self) -> None:
        if self._is_playing:
            self._is_playing = False
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        if self._is_playing:
            self.pause()
        else:
            self.play()

    def step(self, by: float) -> None:
        """Pause, and go on by so many time units. The wheel turns as if they had been played."""
        self.pause()
        self._pass(by)

    def reset(self) -> None:
        """Back to the start, at rest."""
        self.pause()
        self._move(0.0)

    def scrub(self, to: float) -> None:
        """Move the playhead without time passing."""
        self._move(min(max(to, 0.0), self._end))

    def set_speed(self, speed: float) -> None:
        """Raises: ValueError: a speed that is not above 0."""
        if not speed > 0.0:
            raise ValueError(f"a speed is above 0, not {speed}")
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)

    def advance(self, seconds: float) -> None:
        """So many seconds of the clock went by. Stops by itself at the end."""
        if self._is_playing:
            self._pass(seconds * self._speed * self._pace)
            if self.is_at_end:
                self.pause()

    def _pass(self, by: float) -> None:
        begin = self._playhead
        end = min(max(begin + by, 0.0), self._end)
        if end != begin:
            self.played.emit(Passage(begin, end, (end - begin) / self._pace))
            self._move(end)

    def _move(self, to: float) -> None:
        if to != self._playhead:
            self._playhead = to
            self.playhead_changed.emit(to)
