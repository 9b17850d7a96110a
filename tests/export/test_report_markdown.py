"""Reports as Markdown: what they tell, and that people's words stay plain words.

The judge of Markdown is markdown-it, an independent reader of CommonMark and GitHub's tables.
"""

from __future__ import annotations

import csv
import io
import re
import string
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from flywheel_studio.commands.answers import set_answer
from flywheel_studio.commands.factors import delete
from flywheel_studio.export.activities_csv import COLUMNS, activities_csv, safe_cell
from flywheel_studio.export.report import (
    activities_report,
    flywheel_report,
    portfolio_report,
)
from flywheel_studio.export.report_blocks import (
    Heading,
    Item,
    Items,
    Paragraph,
    PictureOf,
    Report,
    Table,
)
from flywheel_studio.export.report_markdown import escaped, markdown
from flywheel_studio.export.scorecard_report import scorecard_report
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Evidence, Factor, Header
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.storage.templates import load_template, templates

NASTY = "*a* _b_ `c` [d](http://e.f) <b>g</b> &amp; | h ~~i~~ $j$ ^k^ {l} \\m #n !o https://p.q www.r.s t@u.v"


class Words(HTMLParser):
    """The text of a page, and which marks it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.marks: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks.append(tag)


def read(text: str) -> Words:
    """What a reader of Markdown makes of it; addresses become links where they can."""
    words = Words()
    words.feed(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))
    return words


def text_of(report: Report, **options: str) -> str:
    return markdown(report, **options).decode()


@pytest.fixture
def inbound() -> Flywheel:
    return load_template("inbound-content", "en")


@given(st.text(st.sampled_from(string.punctuation + "ab1 \tÄ—\n"), max_size=40))
def test_whatever_people_type_stays_plain_words(text: str) -> None:
    wanted = " ".join(text.split())
    for block in (
        Heading(2, text),
        Paragraph(text),
        Items((Item(text=text, notes=(text,)),)),
        Items((Item(lead=text, text="x", done=True),)),
        Table(("a", "b"), ((text, "x"),)),
    ):
        if not wanted:
            continue
        made = text_of(Report(title="", language="en", blocks=(block,)))
        page = read(made)
        assert wanted in " ".join("".join(page.text).split()), made
        allowed = {
            "h2",
            "p",
            "ul",
            "li",
            "strong",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "br",
        }
        assert set(page.marks) <= allowed, made


def test_addresses_do_not_become_links() -> None:
    page = Words()
    page.feed(MarkdownIt("commonmark").render(escaped(f"see {NASTY} <https://x.y>")))
    assert page.marks == ["p"]
    # What GitHub would turn into a link is broken up in the source, not in what is read.
    assert not re.search(r"https?://|www\.|\w@\w", escaped(NASTY))
    assert "".join(page.text).strip() == f"see {NASTY} <https://x.y>"


@pytest.mark.parametrize(
    "text", ["1. a", "12) b", "- c", "+ d", "# e", "===", "---", "> f", "1.5 g", ": h"]
)
def test_the_beginning_of_a_line_is_no_mark_either(text: str) -> None:
    page = read(escaped(text))
    assert page.marks == ["p"]
    assert "".join(page.text).strip() == text


def test_a_number_with_decimals_needs_no_escape() -> None:
    assert escaped("1.43 months") == "1.43 months"


def test_answers_keep_their_lines_and_paragraphs_part() -> None:
    made = text_of(Report(title="", language="en", blocks=(Paragraph("one\ntwo\n\n\nthree"),)))
    assert made == "one\\\ntwo\n\nthree\n"
    assert read(made).marks == ["p", "br", "p"]


def test_the_report_tells_all_there_is_to_tell(inbound: Flywheel) -> None:
    told = set_answer(inbound, "main", "passion", "Helping people\nwho search")
    first = next(iter(told.links.values()))
    told = told.with_records(
        "links",
        [replace(first, confidence="strong", evidence=(Evidence(text="a study", date="2026"),))],
    )
    text = text_of(flywheel_report(told), picture="my wheel.png")
    heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert heads == [
        "In short", "Loops", "The story", "Scorecard", "Growth and levers", "Momentum", "Factors", "Links",
        "Activities", "Unit economics",
    ]  # fmt: skip
    assert text.startswith("# Inbound content flywheel\n\nUseful content is found")
    assert "](my%20wheel.png)" in text
    assert "“Traffic” lifts “Leads”" in text
    assert "And so it goes round again." in text
    assert "- [x] The links close into a reinforcing loop" in text
    assert (
        "- **Which part of it are we deeply passionate about?**\n  - Helping people\n  - who search"
        in text
    )
    assert "It keeps itself going and grows" in text
    assert "10 % more of “Traffic” → “Leads” lifts growth" in text
    assert "Breakthrough in month" in text
    assert "  - Confidence: strong\n  - Evidence: a study, 2026" in text
    assert "- [ ] Be a guest on podcasts (" in text
    assert "Winning a customer costs 500 EUR; a customer brings 2,100 EUR" in text
    assert read(text).marks.count("table") == 3


def test_without_a_picture_its_words_stand_in_its_place(inbound: Flywheel) -> None:
    text = text_of(flywheel_report(inbound))
    assert "![" not in text
    assert "A flywheel of 8 factors" in text


def test_the_chart_is_a_picture_or_a_table(inbound: Flywheel) -> None:
    report = flywheel_report(inbound)
    assert "![The wheel's momentum over time.](momentum.png)" in text_of(
        report, chart="momentum.png"
    )
    assert "| month 0 | 1 |" in text_of(report)


def test_a_report_speaks_the_language_of_its_document() -> None:
    use_language("en")
    text = text_of(flywheel_report(load_template("amazon", "de")))
    assert "## Die Geschichte" in text
    assert "unendlich" in text or "wächst ohne Ende" in text
    use_language("de")
    assert "## The story" in text_of(flywheel_report(load_template("amazon", "en")))


def test_the_same_document_gives_the_same_bytes(inbound: Flywheel) -> None:
    assert markdown(flywheel_report(inbound)) == markdown(flywheel_report(inbound))
    assert markdown(portfolio_report(inbound)) == markdown(portfolio_report(inbound))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("template", [template.id for template in templates()])
def test_every_template_has_its_reports(template: str, language: str) -> None:
    flywheel = load_template(template, language)
    for report in (
        flywheel_report(flywheel),
        portfolio_report(flywheel),
        activities_report(flywheel),
    ):
        text = text_of(report)
        assert text.startswith("# ")
        assert "{" not in re.sub(r"\\.", "", text)
        assert "None" not in text
        assert "nan" not in text.split()


def test_one_wheel_of_several_can_be_told_alone() -> None:
    flywheel = load_template("marketing-portfolio", "en")
    _top, *programs = flywheel.wheels
    text = text_of(flywheel_report(flywheel, wheel=programs[0]))
    title = flywheel.wheels[programs[0]].title
    assert text.startswith(f"# {title}\n")
    assert text.count("## Scorecard") == 1
    assert f"{title}: " not in text
    with pytest.raises(KeyError):
        flywheel_report(flywheel, wheel="nowhere")
    assert text_of(flywheel_report(flywheel)).count("### Scorecard") == 1 + len(programs)


def test_the_scorecard_fits_a_page_of_its_own() -> None:
    flywheel = load_template("marketing-portfolio", "en")
    report = scorecard_report(flywheel, wheel=next(iter(flywheel.wheels)))
    assert isinstance(report.blocks[1], PictureOf)
    text = text_of(report)
    assert "## The story" in text
    assert "\n#### Questions for people\n" in text
    assert "## Loops" not in text


def test_it_begins_with_what_matters_in_short(inbound: Flywheel) -> None:
    text = text_of(flywheel_report(inbound))
    short = text[text.index("## In short") : text.index("## Loops")]
    assert short.count("\n- ") == 5
    assert "- It keeps itself going and grows" in short and "Breakthrough in month" in short
    assert "12 of 17 rules of a good flywheel are met." in short
    assert text.index("**Purpose**") < text.index("## In short")


def test_what_nobody_pushes_is_promised_no_breakthrough(inbound: Flywheel) -> None:
    still = [replace(factor, initial=0.0) for factor in inbound.factors.values()]
    inbound = delete(inbound, pushes=inbound.pushes).with_records("factors", still)
    text = text_of(flywheel_report(inbound))
    assert "Shown is what one push on" in text
    assert "Breakthrough" not in text[text.index("## In short") : text.index("## Loops")]


def test_of_the_wheels_after_the_first_what_is_open_is_counted() -> None:
    flywheel = load_template("hyper-growth-sales", "en")
    wheel = next(key for key in flywheel.wheels if flywheel.wheels[key].title == "Service")
    flywheel = set_answer(flywheel, wheel, "passion", "Machines that run")
    text = text_of(flywheel_report(flywheel))
    section = text[text.index("\n## Service\n") : text.index("\n## Finance\n")]
    assert "(open)" not in section and "- [ ]" not in section
    assert (
        "\n2 of 18 rules of a good flywheel are met."
        " 16 rules are still to be answered. 6 questions are open.\n" in section
    )
    assert (
        "- **Which part of it are we deeply passionate about?**\n  - Machines that run" in section
    )
    assert text[: text.index("\n## Service\n")].count("(open)") == 7


def test_a_factor_of_which_nothing_is_known_has_no_row(inbound: Flywheel) -> None:
    (table,) = (
        block
        for block in flywheel_report(inbound).blocks
        if isinstance(block, Table) and block.heads[0] == "Factor"
    )
    assert [row[0] for row in table.rows] == ["Discovery", "Customers"]


def test_the_portfolio_shows_every_wheel_and_whom_it_serves() -> None:
    flywheel = load_template("marketing-portfolio", "en")
    text = text_of(portfolio_report(flywheel))
    for wheel in flywheel.wheels.values():
        assert f"\n## {wheel.title}\n" in text
    rows = [line for line in text.splitlines() if line.startswith("| – ")]
    assert len(rows) == len(flywheel.wheels) - 1
    assert "run through several wheels." in text
    assert "Weakest factor" not in text
    assert "By itself, without the other wheels: It " in text


def test_an_empty_paper_has_reports_too() -> None:
    for make in (flywheel_report, portfolio_report, activities_report, scorecard_report):
        assert text_of(make(Flywheel())).startswith("# Untitled flywheel")
    assert "There are no activities." in text_of(activities_report(Flywheel()))


def test_a_report_can_be_called_off(inbound: Flywheel) -> None:
    stop = StopToken()
    stop.set()
    for make in (flywheel_report, portfolio_report, scorecard_report):
        with pytest.raises(Cancelled):
            make(inbound, stop=stop)


def test_the_checklist_is_grouped_as_asked_with_boxes_ticked(inbound: Flywheel) -> None:
    factor = next(f for f in inbound.factors.values() if f.activities)
    done = replace(factor.activities[0], active=True, focus=True, metric="visits")
    ticked = inbound.with_records(
        "factors", [replace(factor, activities=(done, *factor.activities[1:]))]
    )
    by_factor = text_of(activities_report(ticked))
    assert f"## {factor.label}\n" in by_factor
    assert re.search(r"^- \[x\] .*, focus, metric: visits\)", by_factor, re.MULTILINE)
    by_kind = text_of(activities_report(ticked, by="kind"))
    assert re.findall(r"^## (.*)$", by_kind, re.MULTILINE) == ["pull", "push"]
    assert ", 1 active, " in by_kind


def test_a_strength_that_all_activities_share_is_said_once(inbound: Flywheel) -> None:
    same = text_of(activities_report(inbound))
    assert ", each of strength 0.05." in same and same.count("strength") == 1
    factor = next(f for f in inbound.factors.values() if f.activities)
    first = replace(factor.activities[0], strength=0.2)
    other = inbound.with_records(
        "factors", [replace(factor, activities=(first, *factor.activities[1:]))]
    )
    told = text_of(activities_report(other))
    count = sum(len(f.activities) for f in inbound.factors.values())
    assert told.count(", strength 0.05)") == count - 1 and ", strength 0.2)" in told
    assert "each of strength" not in told


def test_the_checklist_as_a_table_holds_every_activity(inbound: Flywheel) -> None:
    rows = list(csv.reader(io.StringIO(activities_csv(inbound).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) - 1 == sum(len(f.activities) for f in inbound.factors.values())
    assert {row[5] for row in rows[1:]} <= {"0", "1"}
    assert all(float(row[8]) >= 0 for row in rows[1:])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =cmd|' /c calc'!A0", "\t=1", "＝1", "\n@x"]
)
def test_no_cell_of_the_table_is_run(text: str) -> None:
    assert safe_cell(text).startswith("'")
    activity = Activity(id="a1", text=text, group=text, metric=text, kind=text, cost=-3.5)
    flywheel = Flywheel(
        header=Header(language="de"),
        factors={"f": Factor(id="f", label=text, activities=(activity,))},
    )
    (row,) = list(csv.reader(io.StringIO(activities_csv(flywheel).decode())))[1:]
    texts = [row[n] for n in (1, 2, 3, 4, 7)]
    assert all(cell.startswith("'") for cell in texts)
    # Numbers stay numbers, with a point in German too.
    assert row[9] == "-3.5"


def test_a_harmless_cell_is_left_alone() -> None:
    assert safe_cell("a=b, c-d") == "a=b, c-d"
    assert safe_cell("") == ""
