"""Reports and slides of a wheel that swings: neither says that it grows, doubles or breaks through."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.export.report import flywheel_report, portfolio_report
from flywheel_studio.export.report_markdown import markdown
from flywheel_studio.export.story import story_of
from flywheel_studio.language.translate import speaking
from flywheel_studio.model.flywheel import Flywheel
from tests.insight.drawings import drawing

SWINGS = {
    "en": "It does not grow, it swings ever wider. One swing takes 6.05 months",
    "de": "Es wächst nicht, es schaukelt sich auf. Eine Schwingung dauert 6,05 Monate",
}
GROWS = ("doubles", "doubled", "Breakthrough", "mostly by itself", "keeps itself going",
         "verdoppelt", "Durchbruch", "überwiegend von selbst", "hält sich selbst in Gang")  # fmt: skip


@pytest.fixture
def swinging() -> Flywheel:
    """λ = 0.6·(1 ± i·√3) − 0.5, run until it is on its way up again."""
    drawn = drawing("ab bc ca-", link={"weight": 1.2})
    return drawn.with_header(run=replace(drawn.header.run, until=13.0))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_story_ends_with_a_swing_and_no_breakthrough(swinging, language):
    with speaking(language):
        last = story_of(swinging, find_loops(causal_graph(swinging)).loops)[-1]
    assert last.text[0].startswith(SWINGS[language])
    assert not [word for word in GROWS if word in " ".join(last.text)]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("report", [flywheel_report, portfolio_report])
def test_a_report_tells_the_swing_with_its_time_and_no_growth(swinging, report, language):
    said = markdown(report(swinging.with_header(language=language))).decode()
    assert SWINGS[language] in said.replace("\\", "")
    # That it keeps itself going stands among the rules, as one that is not met.
    rules = ("It keeps itself going", "Es hält sich selbst in Gang")
    told = [line for line in said.splitlines() if not any(rule in line for rule in rules)]
    assert not [word for word in GROWS if word in "\n".join(told)]
