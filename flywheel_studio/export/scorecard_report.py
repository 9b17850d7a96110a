"""The scorecard of one wheel as a report: the picture, the story, the rules and the answers."""

from __future__ import annotations

from collections.abc import Iterator

from flywheel_studio.drawing.alternative_text import describe
from flywheel_studio.export.card_parts import card_told, story_told
from flywheel_studio.export.report_blocks import Block, Heading, Paragraph, PictureOf, Report
from flywheel_studio.export.report_parts import wheel_facts
from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.insight.scorecard import scorecards
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken


def scorecard_report(
    flywheel: Flywheel, wheel: str | None = None, *, stop: StopToken = NEVER
) -> Report:
    """The page of one wheel, or of every wheel where `wheel` is None.

    Raises:
        Cancelled: `stop` was set.
    """
    with speaking(flywheel.header.language):
        title = " ".join(flywheel.header.title.split()) or tr("Untitled flywheel")
        title = tr("{title}: scorecard", title=title)
        blocks = tuple(_blocks(flywheel, wheel, stop))
        return Report(
            title=title, language=flywheel.header.language, blocks=(Heading(1, title), *blocks)
        )


def _blocks(flywheel: Flywheel, wheel: str | None, stop: StopToken) -> Iterator[Block]:
    cards = scorecards(flywheel, analyse(flywheel, stop=stop))
    chosen = [card for card in cards if wheel is None or card.wheel == wheel]
    yield PictureOf(wheel if len(cards) > 1 else None, describe(flywheel))
    if not chosen:
        yield Paragraph(tr("There is no wheel to judge yet."))
    for card in chosen:
        level = 2
        if len(cards) > 1:
            yield Heading(2, card.title)
            level = 3
        if card.wheel is not None:
            yield from wheel_facts(flywheel, card.wheel)
        yield from story_told(card, level)
        yield from card_told(card, level)
