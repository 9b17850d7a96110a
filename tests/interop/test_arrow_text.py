"""Texts with arrows: every notation that people paste, and that any text at all is read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_studio.interop.arrow_text import MOST_CHARACTERS, arrow_text, read_arrows
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.model.text import cleaned, name_key


def links_of(text: str) -> list[str]:
    """The links of a text, "A+B" for one that is positive."""
    reading = read_arrows(text)
    assert reading is not None and reading.unread == ()
    called = {key: factor.label for key, factor in reading.flywheel.factors.items()}
    return [
        f"{called[link.source]}{link.polarity}{called[link.target]}"
        for link in reading.flywheel.links.values()
    ]


def labels_of(text: str) -> list[str]:
    reading = read_arrows(text)
    assert reading is not None
    return [factor.label for factor in reading.flywheel.factors.values()]


@pytest.mark.parametrize(
    "line",
    [
        "A -> B", "A->B", "A → B", "A→B", "A => B", "A ==> B", "A --> B", "A ---> B", "A -.-> B",
        "A ~> B", "A ⇒ B", "A ⟶ B", "A ➡️ B", "A —> B", "A –> B", "A -+-> B", "A +-> B", "A +→ B",
        "A ->> B", "B <- A", "B <-- A", "B ← A", "  -  A ->   B ;", "* A -> B", "1. A → B,", "2) A -> B.",
        "A -(+)-> B", "A --(+ ||)--> B", "A --[+]--> B", "A -->|+| B", "A -> (+) B", "A →(+) B",
        "A -> + B", "A ->|+, delay| B", "A -> B (+)", "A -> B [+]", "A -> B +", "A -> B: +", "A -> B (s)",
        "A (+) -> B", "A -- + --> B", '"A" -> "B";', '“A” → “B”', "**A** → `B`", "[A] → [B]",
        'A -> B [label="+"];', "R1: A → B", "**R2 (growth):** A → B", "A[A] --> B", "A −→ B",
    ],
)  # fmt: skip
def test_every_way_to_draw_an_arrow_is_read(line):
    assert links_of(line) == ["A+B"]


@pytest.mark.parametrize(
    "line",
    [
        "A -| B", "A --| B", "A —| B", "A ⊣ B", "A -⊣ B", "A --x B", "A -(-)-> B", "A --(-)--> B",
        "A --(− ||)--> B", "A –(–)→ B", "A --[-]--> B", "A -->|-| B", 'A -->|"-"| B', "A -->|~-| B",
        "A ->|negative| B", "A -- - --> B", "A -> (-) B", "A →(-) B", "A → − B", "A →⁻ B", "A -> B (-)",
        "A -> B (−)", "A -> B(-)", "A -> B [–]", "A -> B (negative)", "A → B (o)", "A -> B -", "A -> B: -",
        "A (-) -> B", "A -| B (-)", 'A -> B [label="-"];', "A -> B [color=red, arrowhead=tee]",
    ],
)  # fmt: skip
def test_every_way_to_say_less_is_read(line):
    assert links_of(line) == ["A-B"]


@pytest.mark.parametrize(
    "text",
    [
        "", "Traffic\nSellers", "B2B-sales", "word-of-mouth", "Spend - save", "Spend — save", "a <= b",
        "a > b > c", "x >= 5", "A ->", "-> A\n-> B", "→ A\n→ B", "<!-- A -->", "| A | B |\n|---|---|",
        "https://example.org/a-b", "-> ->", "A - > B", "() => {", "Price ↓, demand ↑", "A|B", "R&D",
    ],
)  # fmt: skip
def test_what_is_no_arrow_between_words_is_left_to_others(text):
    assert read_arrows(text) is None


def test_a_chain_closes_on_the_name_that_it_began_with():
    assert links_of("More users → more data → better  product → more Users.") == [
        "More users+more data",
        "more data+better product",
        "better product+More users",
    ]


def test_signs_belong_to_the_arrow_before_them_or_else_to_the_one_behind():
    assert links_of("A -> B (-) -> C (+) -> A (-)") == ["A-B", "B+C", "C-A"]
    assert links_of("A (-) -> B (+) -> C") == ["A-B", "B+C"]
    assert links_of("A -(+)-> B -(-)-> C") == ["A+B", "B-C"]
    assert links_of("A <-> B (-)") == ["A-B", "B-A"]


def test_a_line_that_ends_or_begins_with_an_arrow_goes_on():
    assert links_of("A → B →\nC → A") == ["A+B", "B+C", "C+A"]
    assert links_of("A\n  → B\n  → C") == ["A+B", "B+C"]
    assert links_of("A\n  ↓\nB\n\n  ↓ (-)\n\nC") == ["A+B", "B-C"]
    assert links_of("A -> B ->") == ["A+B"]


def test_hyphens_in_names_and_brackets_that_are_no_signs_stay():
    assert labels_of("B2B-sales -> word-of-mouth -> Spend - save") == [
        "B2B-sales",
        "word-of-mouth",
        "Spend - save",
    ]
    assert labels_of("Cost (EUR) -> Product(s) -> Traffic[1]") == [
        "Cost (EUR)",
        "Product(s)",
        "Traffic[1]",
    ]
    assert labels_of('A -> "B -> C (-); D" -> "E \\"x\\"\\nF"') == [
        "A", "B -> C (-); D", 'E "x"\nF',
    ]  # fmt: skip


def test_lines_without_an_arrow_are_factors_and_headings_are_not():
    text = "# Our wheel\nLinks:\n- A -> B\n- a  ->  C\n```\nD\n---\n// why\n* b"
    assert labels_of(text) == ["A", "B", "C", "D"]


def test_of_a_table_only_the_cells_with_an_arrow_are_read():
    text = (
        "| Loop | Path | - links |\n|---|---|---|\n| B1 | Backlog -(+)-> Hours -(-)-> Backlog | 1 |"
    )
    assert links_of(text) == ["Backlog+Hours", "Hours-Backlog"]
    assert labels_of(text) == ["Backlog", "Hours"]


def test_words_at_an_arrow_are_the_label_of_the_link():
    reading = read_arrows("A -->|brings| B\nA --(slows)--> C")
    assert [link.label for link in reading.flywheel.links.values()] == ["brings", "slows"]


def test_words_behind_a_colon_are_the_reason_of_the_link():
    reading = read_arrows("- **Users → data**: each one leaves traces\n2. Data → users : why not")
    assert [factor.label for factor in reading.flywheel.factors.values()] == ["Users", "data"]
    assert [link.reason for link in reading.flywheel.links.values()] == [
        "each one leaves traces",
        "why not",
    ]


def test_the_same_link_said_twice_is_one_and_the_other_sign_is_another():
    assert links_of("A -> B\na → b\nA -> B (-)") == ["A+B", "A-B"]


def test_what_makes_no_sense_is_told_and_the_rest_is_read():
    reading = read_arrows("A -> B\nA -> ? -> C\nA -| B (+)\nA ->|-| B (+)\nB -> C")
    assert reading.unread == ("A -> ? -> C", "A -| B (+)", "A ->|-| B (+)")
    assert [f.label for f in reading.flywheel.factors.values()] == ["A", "B", "C"]


def test_a_flowchart_of_mermaid_is_read():
    text = """```mermaid
    flowchart LR
        %% what drives what
        A[Student registers, doesn't attend] -->|+| B("Seats (really) wasted<br/>each week")
        B -- slows --> C{Trust}:::red & D
        subgraph One
          C & D --> A
        end
        D -->|-| A; E((Costs))
        classDef red fill:#f9f
        style A fill:#fff
        linkStyle 0 stroke:red
    ```"""
    assert labels_of(text) == [
        "Student registers, doesn't attend",
        "Seats (really) wasted\neach week",
        "Trust",
        "D",
        "Costs",
    ]
    assert links_of(text) == [
        "Student registers, doesn't attend+Seats (really) wasted\neach week",
        "Seats (really) wasted\neach week+Trust",
        "Seats (really) wasted\neach week+D",
        "Trust+Student registers, doesn't attend",
        "D+Student registers, doesn't attend",
        "D-Student registers, doesn't attend",
    ]
    assert links_of(text.replace("\n", "\r\n")) == links_of(text)
    assert read_arrows("graph TD\nA --> B\nB --- C").unread == ("B --- C",)


def test_a_graph_of_graphviz_is_read():
    text = """digraph "Our wheel" {
        rankdir=LR; node [shape=box];
        a [label="Traffic & co"];  // the start
        a -> b -> "the last; one" [color=red];
        "the last; one" -> a [label="-"]
        a -> {b c};
    }"""
    reading = read_arrows(text)
    assert reading.unread == ("a -> {b c}",)
    assert [f.label for f in reading.flywheel.factors.values()] == [
        "Traffic & co", "b", "the last; one",
    ]  # fmt: skip
    assert [link.polarity for link in reading.flywheel.links.values()] == ["+", "+", "-"]


PIECES = st.sampled_from(
    ["A", "B c", "->", "-->", "→", "-|", "<-", "↔", "↓", "(-)", "|-|", "[x]", '"', "“", "\\", ";", ":", "{",
     "}", "(", ")", "[", "]", "- ", "1. ", "&", "```", "digraph {", "graph LR\n", "\n", " ", ".", "**", "\t",
     "-(+)-", "label=", "%%", "\u2028", "\ud800", "é", "🚀", "0", "R1: ", "==>", "--x", "<!--", "|"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    reading = read_arrows(text)
    if reading is not None:
        factors, links = reading.flywheel.factors, reading.flywheel.links
        assert links and all(
            link.source in factors and link.target in factors for link in links.values()
        )
        keys = [name_key(factor.label) for factor in factors.values()]
        assert len(keys) == len(set(keys))
        assert all("\n" not in line for line in reading.unread)


@st.composite
def drawings(draw: st.DrawFn) -> Flywheel:
    names = st.lists(PIECES, max_size=6).map("".join) | st.text(
        st.characters(exclude_categories=["Cs"]), max_size=12
    )
    labels = [
        label
        for raw in draw(st.lists(names, min_size=2, max_size=6))
        if "\ud800" not in (label := cleaned(raw).strip())
    ]
    factors = {f"f{n}": Factor(id=f"f{n}", label=label) for n, label in enumerate(labels)}
    ends = st.sampled_from(list(factors) or ["f0"])
    one = st.tuples(ends, ends, st.sampled_from("+-"))
    wanted = draw(st.lists(one, min_size=1, max_size=8)) if factors else []
    links = {
        f"l{n}": Link(id=f"l{n}", source=a, target=b, polarity=sign)
        for n, (a, b, sign) in enumerate(wanted)
    }
    return Flywheel(factors=factors, links=links)


def told(flywheel: Flywheel) -> tuple[set[str], set[tuple[str, str, str]]]:
    """The names and the signed links, as far as names tell factors apart."""
    keys = {key: name_key(factor.label) for key, factor in flywheel.factors.items()}
    return set(keys.values()), {
        (keys[link.source], keys[link.target], link.polarity) for link in flywheel.links.values()
    }


def has_word(factor: Factor) -> bool:
    return any(letter.isalnum() for letter in factor.label)


@settings(max_examples=200)
@given(drawings())
def test_a_drawing_written_as_text_and_read_again_is_the_same(flywheel):
    text = arrow_text(flywheel)
    reading = read_arrows(text)
    if reading is None:
        # No arrow stands between words, where names are of punctuation alone.
        assert not any(
            has_word(flywheel.factors[link.source]) and has_word(flywheel.factors[link.target])
            for link in flywheel.links.values()
        )
        return
    assert reading.unread == ()
    assert told(reading.flywheel) == told(flywheel)


def test_a_plain_drawing_is_written_in_plain_words():
    factors = {
        key: Factor(id=key, label=key) for key in ("Traffic", "Word-of-mouth", "A -> B", "Rest")
    }
    links = {
        "l1": Link(id="l1", source="Traffic", target="Word-of-mouth"),
        "l2": Link(id="l2", source="Word-of-mouth", target="A -> B", polarity="-"),
    }
    assert arrow_text(Flywheel(factors=factors, links=links)).splitlines() == [
        "Traffic -> Word-of-mouth",
        'Word-of-mouth -> "A -> B" (-)',
        "Rest",
    ]
    assert arrow_text(Flywheel(factors=factors)) == "Traffic\nWord-of-mouth\nA -> B\nRest"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "a -> ",
        "a(",
        '"',
        'a["',
        "a -- b ",
        '\\"',
        "<-",
        "a: ",
        "a -> b;",
        "a & ",
        "(-) ",
        "| - |",
        "~",
    ],
)
@pytest.mark.parametrize("head", ["", "graph LR\n", "digraph {\n"])
def test_a_text_made_to_be_slow_is_not(piece, head):
    text = (head + piece * 40_000)[:40_000] + " -> b"
    begin = time.perf_counter()
    read_arrows(text)
    assert time.perf_counter() - begin < 3.0


def test_what_is_longer_than_a_description_is_left_to_others():
    assert read_arrows("a -> b\n" + "c" * (MOST_CHARACTERS - 7)) is not None
    assert read_arrows("a -> b\n" + "c" * (MOST_CHARACTERS - 6)) is None
