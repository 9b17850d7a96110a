"""Pushes and shoves in words: what acts on which factor, how strongly and when."""

from __future__ import annotations

from flywheel_studio.commands.pushes import end_of, is_lasting, strength_of
from flywheel_studio.insight.numbers import moment, number
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Push


def push_words(flywheel: Flywheel, key: str) -> str:
    """The whole push: "Push on Traffic, +0.3, from month 2 to month 6"."""
    push = flywheel.pushes[key]
    unit = flywheel.header.time_unit
    factor, strength = factor_name(flywheel, push.factor), signed(strength_of(push))
    begin, end = moment(push.start, unit), end_of(push)
    if not is_lasting(push):
        said = tr(
            "Shove on {factor}, {strength}, {moment}",
            factor=factor,
            strength=strength,
            moment=begin,
        )
    elif end is None:
        said = tr(
            "Push on {factor}, {strength}, from {moment} on",
            factor=factor,
            strength=strength,
            moment=begin,
        )
    else:
        said = tr(
            "Push on {factor}, {strength}, from {moment} to {other}",
            factor=factor,
            strength=strength,
            moment=begin,
            other=moment(end, unit),
        )
    name = " ".join(push.name.split())
    if name:
        said = tr("{name}: {what}", name=name, what=said)
    return said if push.active else tr("{sentence}, switched off", sentence=said)


def short_push_words(flywheel: Flywheel, push: Push) -> str:
    """Where there is little room: its name, or its factor, and its strength."""
    name = " ".join(push.name.split()) or factor_name(flywheel, push.factor)
    return f"{name} {signed(strength_of(push))}"


def push_name(flywheel: Flywheel, push: Push) -> str:
    """What a list calls it: its name, or its kind and factor."""
    name = " ".join(push.name.split())
    if name:
        return name
    factor = factor_name(flywheel, push.factor)
    if is_lasting(push):
        return tr("Push on {factor}", factor=factor)
    return tr("Shove on {factor}", factor=factor)


def signed(value: float) -> str:
    """A strength with its sign: "+0.3", "−1"."""
    return f"+{number(value)}" if value > 0 else number(value)
