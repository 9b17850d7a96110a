"""The rules of a good flywheel as one page: met, not met, to be answered.

A rule is not met as long as a check finds it broken, also when the user put the finding aside: that
only keeps the list of findings quiet. Where a rule cannot be judged, because nothing was filled in
that it could be judged by, it waits to be answered, like the questions that only people can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal

from msgspec import Struct

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.insight.analysis_report import Analysis
from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.insight.checks.examined import Area, areas_of
from flywheel_studio.insight.economics import unit_economics
from flywheel_studio.insight.sentences import link_sentence
from flywheel_studio.insight.swings import never_settles
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

State = Literal["met", "not met", "to be answered"]
Judged = Callable[[Flywheel, Area], bool]


class Rule(Struct, frozen=True, kw_only=True):
    """One line of the page.

    `text`: what holds where the rule is met. `diagnoses`: what speaks against it, those that the
    user put aside last.
    """

    id: str
    text: str
    state: State
    diagnoses: tuple[Diagnosis, ...] = ()


class Question(Struct, frozen=True, kw_only=True):
    """A question that only people can answer, and what they answered."""

    id: str
    text: str
    answer: str


class Step(Struct, frozen=True, kw_only=True):
    """One link of the main loop, read aloud."""

    link: str
    sentence: str


class Scorecard(Struct, frozen=True, kw_only=True, eq=False):
    """The page of one wheel (`wheel` is None in a document without any).

    `story`: the main loop as a chain of sentences, from the wheel's start once round.
    """

    wheel: str | None
    title: str
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]
    story: tuple[Step, ...]
    main_loop: Loop | None

    def in_state(self, state: State) -> tuple[Rule, ...]:
        """The rules that are met, not met, or to be answered."""
        return tuple(rule for rule in self.rules if rule.state == state)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(question for question in self.questions if not question.answer)


def scorecards(flywheel: Flywheel, analysis: Analysis) -> tuple[Scorecard, ...]:
    """A page for each wheel that has factors, in file order."""
    areas = areas_of(flywheel, analysis.main_loops)
    return tuple(_scorecard(flywheel, analysis, area, len(areas)) for area in areas)


def scorecard(flywheel: Flywheel, analysis: Analysis, wheel: str | None) -> Scorecard | None:
    """The page of one wheel; None where it has no factors, or there is no such wheel."""
    cards = scorecards(flywheel, analysis)
    return next((card for card in cards if card.wheel == wheel), None)


def questions() -> tuple[tuple[str, str], ...]:
    """Ids and texts of the questions that only people can answer.

    Source: after Collins, Turning the Flywheel (2019), in our own words.
    """
    return (
        ("inevitable", tr("Does each step make the next one almost inevitable?")),
        ("successes", tr("Which of our successes does it explain?")),
        ("disappointments", tr("Which of our disappointments does it explain?")),
        ("what-else", tr("What else had to be true when it worked?")),
        ("passion", tr("Which part of it are we deeply passionate about?")),
        ("best-at", tr("Which part of it can we be the best at?")),
        ("economic-engine", tr("Where on it do we earn what keeps us going?")),
    )


def story(flywheel: Flywheel, loop: Loop, start: str | None = None) -> tuple[Step, ...]:
    """A loop read aloud from a factor once round: the reasons of its links as sentences.

    A link without a reason is told by what it does: "“Traffic” lifts “Sellers”."
    """
    at = loop.factors.index(start) if start in loop.factors else 0
    steps = []
    for key in loop.links[at:] + loop.links[:at]:
        reason = " ".join(flywheel.links[key].reason.split())
        sentence = _as_sentence(reason) if reason else link_sentence(flywheel, key)
        steps.append(Step(link=key, sentence=sentence))
    return tuple(steps)


def story_words(steps: Iterable[Step]) -> str:
    """The steps in one breath: "…. …. And so it goes round again."."""
    said = " ".join(step.sentence for step in steps)
    return tr("{story} And so it goes round again.", story=said) if said else ""


def _scorecard(flywheel: Flywheel, analysis: Analysis, area: Area, areas: int) -> Scorecard:
    diagnosed = analysis.diagnosed
    concerning = [
        one for one in (*diagnosed.shown, *diagnosed.put_aside) if _concerns(one, area, areas)
    ]
    rules = []
    for row in _RULES:
        if row.id == "gears-in" and (area.wheel is None or area.wheel.parent is None):
            continue
        codes = row.codes
        if never_settles(analysis.growth):
            # A swing that grows is no wheel that does: what is said of it speaks against that rule.
            codes = codes | _OF_SWINGS if row.id == "keeps-going" else codes - _OF_SWINGS
        against = tuple(one for one in concerning if one.finding.code in codes)
        state: State = "not met" if against else "met"
        if not against and not row.is_judged(flywheel, area):
            state = "to be answered"
        rules.append(Rule(id=row.id, text=row.text(), state=state, diagnoses=against))
    answers = area.wheel.answers if area.wheel else {}
    loop = area.main_loop
    return Scorecard(
        wheel=area.id,
        title=area.title or " ".join(flywheel.header.title.split()),
        rules=tuple(rules),
        questions=tuple(
            Question(id=key, text=text, answer=answers.get(key, "").strip())
            for key, text in questions()
        ),
        story=story(flywheel, loop, area.wheel.start if area.wheel else None) if loop else (),
        main_loop=loop,
    )


def _concerns(diagnosis: Diagnosis, area: Area, areas: int) -> bool:
    """Whether a finding is about this wheel, or about all of them."""
    if areas == 1 or diagnosis.wheel == area.id:
        return True
    if diagnosis.wheel is not None:
        return False
    finding = diagnosis.finding
    if finding.code in _OF_ALL or not finding.factors:
        return True
    return not area.ids.isdisjoint(finding.factors)


def _as_sentence(reason: str) -> str:
    sentence = reason[:1].upper() + reason[1:]
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _is_begun(_flywheel: Flywheel, area: Area) -> bool:
    return len(area.factors) > 1


def _is_begun_wheel(_flywheel: Flywheel, area: Area) -> bool:
    return area.wheel is not None and len(area.factors) > 1


def _has_main_loop(_flywheel: Flywheel, area: Area) -> bool:
    return area.main_loop is not None


def _has_links(flywheel: Flywheel, area: Area) -> bool:
    return any(
        link.active and (link.source in area.ids or link.target in area.ids)
        for link in flywheel.links.values()
    )


def _is_scored(_flywheel: Flywheel, area: Area) -> bool:
    return sum(factor.score is not None for factor in area.factors) > 1


def _has_goal_factor(_flywheel: Flywheel, area: Area) -> bool:
    return area.goal_factor is not None


def _has_economics(flywheel: Flywheel, _area: Area) -> bool:
    found = unit_economics(flywheel.header.economics)
    return found is not None and found.is_known


def _has_activities(flywheel: Flywheel, _area: Area) -> bool:
    return any(
        activity.active for factor in flywheel.factors.values() for activity in factor.activities
    )


def _has_owners(_flywheel: Flywheel, area: Area) -> bool:
    if area.main_loop is None:
        return False
    of_wheel = bool(area.wheel and area.wheel.owner.strip())
    on_loop = set(area.main_loop.factors)
    return of_wheel or all(factor.owner.strip() for factor in area.factors if factor.id in on_loop)


class _Row(Struct, frozen=True):
    id: str
    text: Callable[[], str]
    codes: frozenset[str]
    is_judged: Judged


def _row(key: str, text: Callable[[], str], codes: str, is_judged: Judged = _is_begun) -> _Row:
    return _Row(key, text, frozenset(codes.split()), is_judged)


# Findings about the document as a whole, though they name factors.
_OF_ALL: Final = frozenset({"running-down", "coasting", "economics", "push-heavy"})

# What tells of a swing that goes on without end.
_OF_SWINGS: Final = frozenset({"unlimited"})

_RULES: Final = (
    _row(
        "closes",
        lambda: tr("The links close into a reinforcing loop"),
        "funnel no-loop only-balancing",
    ),
    _row("keeps-going", lambda: tr("It keeps itself going"), "running-down coasting"),
    _row(
        "limits-known",
        lambda: tr("What limits or brakes it has a name"),
        "unlimited brake",
        _has_main_loop,
    ),
    _row("all-on-it", lambda: tr("Every factor is on a loop"), "not-on-a-loop unconnected"),
    _row(
        "everything-gains",
        lambda: tr("Push anything, and everything gains"),
        "not-everything-gains",
        _has_main_loop,
    ),
    _row(
        "length",
        lambda: tr("The main loop has four to six factors"),
        "too-many too-few",
        _has_main_loop,
    ),
    _row("start", lambda: tr("The story has a beginning"), "no-start", _is_begun_wheel),
    _row("reasons", lambda: tr("Every link says why"), "no-reason", _has_links),
    _row("proven", lambda: tr("Evidence speaks for the main loop"), "unproven", _has_main_loop),
    _row("even", lambda: tr("No factor stalls the rest"), "weakest", _is_scored),
    _row(
        "clear",
        lambda: tr("Signs and words agree"),
        "mixed-sign label-has-direction said-otherwise",
        _has_links,
    ),
    _row("once", lambda: tr("Each thing is drawn once"), "duplicate-factor"),
    _row(
        "goal",
        lambda: tr("It serves one measurable goal"),
        "no-goal many-goals",
        _is_begun_wheel,
    ),
    _row(
        "goal-turns",
        lambda: tr("Reaching the goal turns the wheel"),
        "goal-off-loop",
        _has_goal_factor,
    ),
    _row(
        "worth-it",
        lambda: tr("A customer is worth more than winning one costs"),
        "economics",
        _has_economics,
    ),
    _row(
        "pulls",
        lambda: tr("It pulls at least as much as it pushes"),
        "push-heavy",
        _has_activities,
    ),
    _row(
        "one-hand",
        lambda: tr("The main loop stays in one pair of hands"),
        "cross-owner",
        _has_owners,
    ),
    _row("gears-in", lambda: tr("It drives the wheel that it serves"), "program-off-wheel"),
)

# Every code that some rule stands for.
JUDGED_CODES: Final = frozenset().union(*(row.codes for row in _RULES))
