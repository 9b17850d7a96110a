"""The table of rules: order, what was put aside, and how long it takes."""

from __future__ import annotations

import random
import time

import pytest

from flywheel_studio.commands.document import dismiss
from flywheel_studio.commands.factors import delete
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.insight.checks.table import CHECKS
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.finding import SEVERITIES, Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Factor, Link, Wheel
from tests.insight.drawings import drawing, found


def crowd(seed: int, factors: int = 40, links: int = 160, *, negative: float = 0.15) -> Flywheel:
    """A ring with links at random across it."""
    dice = random.Random(seed)
    ids = [f"f{n}" for n in range(factors)]
    made = [
        Link(
            id=f"l{n}",
            source=ids[n] if n < factors else dice.choice(ids),
            target=ids[(n + 1) % factors] if n < factors else dice.choice(ids),
            polarity="-" if n >= factors and dice.random() < negative else "+",
            weight=dice.uniform(0.05, 0.2),
        )
        for n in range(links)
    ]
    return Flywheel(
        wheels={"main": Wheel(id="main")},
        factors={
            key: Factor(id=key, label=key, wheel="main", score=dice.choice([None, 4.0, 9.0]))
            for key in ids
        },
        links={link.id: link for link in made},
    )


def test_codes_are_unique_and_severities_known() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes)
    assert {check.severity for check in CHECKS} == set(SEVERITIES)


def test_the_gravest_comes_first_and_what_reading_repaired_before_its_equals() -> None:
    repaired = Finding(code="missing-end", severity="warning", message="A link was left out.")
    findings = analyse(drawing("ab bc", alone="x"), reading_findings=[repaired]).findings
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    assert findings[0].code == "funnel"
    assert findings[1] == repaired


def test_what_was_put_aside_is_left_out_and_counted() -> None:
    wheel = drawing("ab bc ca", alone="xy")
    keys = [one.key for one in found(wheel, "unconnected")]
    assert keys == ["unconnected:x", "unconnected:y"]
    aside = dismiss(wheel, keys[0])
    analysis = analyse(aside)
    assert "unconnected:x" not in [one.key for one in analysis.diagnoses]
    assert [one.key for one in analysis.diagnosed.put_aside] == ["unconnected:x"]
    assert "unconnected:y" in [one.key for one in analysis.diagnoses]
    assert delete(aside, factors=["x"]).header.dismissed == ()


def test_what_reading_repaired_can_be_put_aside_too() -> None:
    repaired = Finding(
        code="missing-end", severity="warning", message="A link was left out.", factors=("a",)
    )
    wheel = dismiss(drawing("ab ba"), "missing-end:a")
    analysis = analyse(wheel, reading_findings=[repaired])
    assert repaired not in analysis.findings
    assert len(analysis.diagnosed.put_aside) == 1
    later = analyse(wheel).diagnosed_with([repaired], wheel.header.dismissed)
    assert [one.finding for one in later.put_aside] == [repaired]


def test_every_key_is_unique_and_short_enough_to_be_kept() -> None:
    for seed in range(3):
        flywheel = crowd(seed)
        keys = [one.key for one in analyse(flywheel).diagnoses]
        assert len(set(keys)) == len(keys)
        for key in keys:
            check(dismiss(flywheel, key))


def test_every_fix_can_be_done_or_refuses_in_a_sentence_on_a_newer_drawing() -> None:
    wheel = drawing("ab bc cd de ef fg ga gx ya", alone="z", wheel={"start": None, "goal": None})
    for flywheel in (wheel, crowd(1), drawing("ab bc cd")):
        for diagnosis in analyse(flywheel).diagnoses:
            assert (diagnosis.command is None) or diagnosis.finding.fix
            if diagnosis.command is None:
                continue
            after = diagnosis.command(flywheel)
            check(after)
            assert after != flywheel
            emptied = delete(flywheel, factors=list(flywheel.factors))
            with pytest.raises(CommandProblem):
                diagnosis.command(emptied)


def test_checks_speak_the_language_of_the_program() -> None:
    use_language("de")
    (diagnosis,) = found(drawing("ab bc"), "funnel")
    assert "Trichter" in diagnosis.finding.message
    assert "„A“" in diagnosis.finding.message


def test_the_same_drawing_is_always_told_the_same() -> None:
    one, other = (analyse(crowd(2)) for _ in range(2))
    assert one.findings == other.findings


@pytest.mark.parametrize("negative", [0.0, 0.15])
def test_forty_factors_and_160_links_are_checked_in_a_moment(negative: float) -> None:
    """Loops, growth and all checks; the loops are cut by their budget, and that is said."""
    flywheel = crowd(1, negative=negative)
    analyse(flywheel)
    begin = time.process_time()
    analysis = analyse(flywheel)
    # Measured 0.3 s on the developers' two cores.
    assert time.process_time() - begin < 3
    assert "cut-short" in [finding.code for finding in analysis.findings]
    assert analysis.loops.is_truncated
