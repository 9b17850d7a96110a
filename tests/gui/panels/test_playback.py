"""Playback, the turning wheel and typed numbers: what needs no window to be right or wrong."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.language.translate import use_language
from flywheel_studio.panels.fields.number_field import NotANumber, parse_number
from flywheel_studio.panels.momentum.wheel.turn import (
    FASTEST_TURNS_PER_SECOND,
    WheelTurn,
    turns_per_second,
)
from flywheel_studio.panels.playback.playback import SECONDS_FOR_A_RUN, Passage, Playback


@pytest.fixture
def playback() -> Playback:
    playback = Playback()
    playback.set_run(36.0, planned=36.0)
    return playback


def test_a_whole_run_takes_twelve_seconds_and_stops_at_the_end(playback: Playback) -> None:
    playback.play()
    for _ in range(119):
        playback.advance(SECONDS_FOR_A_RUN / 120)
    assert playback.is_playing
    assert playback.playhead == pytest.approx(36.0 * 119 / 120)
    playback.advance(SECONDS_FOR_A_RUN / 60)
    assert playback.playhead == 36.0
    assert not playback.is_playing


def test_twice_the_speed_passes_twice_the_time(playback: Playback) -> None:
    playback.set_speed(2.0)
    playback.play()
    playback.advance(1.0)
    assert playback.playhead == pytest.approx(2 * 36.0 / SECONDS_FOR_A_RUN)


def test_no_time_passes_while_paused(playback: Playback) -> None:
    playback.advance(5.0)
    assert playback.playhead == 0.0


def test_playing_from_the_end_begins_again(playback: Playback) -> None:
    playback.scrub(36.0)
    playback.play()
    assert playback.playhead == 0.0
    assert playback.is_playing


def test_a_run_that_ends_early_is_not_played_in_slow_motion(playback: Playback) -> None:
    playback.set_run(9.0, planned=36.0)
    playback.play()
    playback.advance(SECONDS_FOR_A_RUN / 4)
    assert playback.is_at_end


def test_a_shorter_run_takes_the_playhead_along(playback: Playback) -> None:
    playback.scrub(30.0)
    playback.set_run(20.0, planned=20.0)
    assert playback.playhead == 20.0


def test_a_new_run_of_the_same_length_leaves_the_playhead_alone(playback: Playback) -> None:
    playback.scrub(12.0)
    playback.play()
    playback.set_run(36.0, planned=36.0)
    assert playback.playhead == 12.0
    assert playback.is_playing


def test_nothing_plays_where_there_is_no_run() -> None:
    playback = Playback()
    playback.play()
    assert not playback.is_playing


def test_scrubbing_stays_within_the_run_and_passes_no_time(playback: Playback) -> None:
    passages: list[Passage] = []
    playback.played.connect(passages.append)
    playback.scrub(99.0)
    assert playback.playhead == 36.0
    playback.scrub(-1.0)
    assert playback.playhead == 0.0
    assert passages == []


def test_a_step_pauses_and_counts_as_played(playback: Playback) -> None:
    passages: list[Passage] = []
    playback.played.connect(passages.append)
    playback.play()
    playback.step(3.0)
    assert not playback.is_playing
    assert passages == [Passage(0.0, 3.0, pytest.approx(1.0))]


def test_reset_pauses_at_the_start(playback: Playback) -> None:
    playback.play()
    playback.advance(3.0)
    playback.reset()
    assert (playback.playhead, playback.is_playing) == (0.0, False)


@pytest.mark.parametrize("speed", [0.0, -1.0, math.nan])
def test_a_speed_that_is_not_above_nothing_is_refused(playback: Playback, speed: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        playback.set_speed(speed)


@given(st.lists(st.floats(0.001, 3.0), max_size=30))
def test_played_seconds_add_up_to_the_way_the_playhead_went(steps: list[float]) -> None:
    playback = Playback()
    playback.set_run(36.0, planned=36.0)
    passages: list[Passage] = []
    playback.played.connect(passages.append)
    playback.play()
    for seconds in steps:
        playback.advance(seconds)
    seconds = sum(passage.seconds for passage in passages)
    assert seconds == pytest.approx(min(sum(steps), SECONDS_FOR_A_RUN), abs=1e-9)


# -- the turning wheel


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_more_momentum_never_turns_slower(one: float, other: float) -> None:
    less, more = sorted([one, other])
    assert turns_per_second(less) <= turns_per_second(more)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_the_wheel_never_outruns_the_eye(momentum: float) -> None:
    assert abs(turns_per_second(momentum)) <= FASTEST_TURNS_PER_SECOND


@given(st.floats(-1e6, 1e6))
def test_a_downward_run_turns_backwards_as_fast(momentum: float) -> None:
    assert turns_per_second(-momentum) == -turns_per_second(momentum)


def test_the_angle_is_the_integral_of_the_speed() -> None:
    turn = WheelTurn()
    n = 10_000
    for i in range(n):
        turn.advance(4.0 / n, 0.5 * i / n, 0.5 * (i + 1) / n)
    # The integral of 0.36 asinh(p) over p from 0 to 0.5, at 8 seconds for each unit of p.
    closed = 0.36 * 8.0 * (0.5 * math.asinh(0.5) - math.sqrt(1.25) + 1.0)
    assert turn.angle == pytest.approx(closed, rel=1e-6)


# -- typed numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (" 12 ", 12.0),
        ("-3", -3.0),
        ("\u22120,25", -0.25),
        (".5", 0.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 000", 1000.0),
        ("1\u202f000,5", 1000.5),
        ("2e3", 2000.0),
    ],
)
def test_a_number_is_read_with_a_point_or_a_comma(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1,2,3", "nan", "inf", "--1", "0x10", "1_0", "9" * 400, "١٢x"]
)
def test_what_is_no_number_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(NotANumber) as told:
        parse_number(text)
    assert str(told.value) == "This is not a number."


def test_the_range_is_part_of_the_sentence() -> None:
    with pytest.raises(NotANumber, match=r"at least 0\."):
        parse_number("-1", least=0.0)
    with pytest.raises(NotANumber, match=r"at most 10\."):
        parse_number("11", most=10.0)
    with pytest.raises(NotANumber, match=r"above 0\."):
        parse_number("0", above=0.0)


@given(st.floats(-1e9, 1e9))
def test_every_number_is_read_back_in_both_languages(value: float) -> None:
    from flywheel_studio.language.numerals import exact_text

    try:
        for language in ("en", "de"):
            use_language(language)
            assert parse_number(exact_text(value)) == pytest.approx(value, rel=1e-11)
    finally:
        use_language("en")
