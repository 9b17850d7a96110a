"""A report on pages: every word is there, no row is torn, each page says which it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from flywheel_studio.app.printing import set_margins
from flywheel_studio.export.report import activities_report, flywheel_report
from flywheel_studio.export.report_blocks import (
    Block,
    Chart,
    Heading,
    Item,
    Items,
    Paragraph,
    Report,
    Table,
)
from flywheel_studio.qt_rendering.report_chart import chart_image
from flywheel_studio.qt_rendering.report_pdf import MARGIN_MM, _asked, print_report, report_pdf
from flywheel_studio.storage.templates import load_template, templates

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler is missing: apt-get install poppler-utils"
)


def pages_of(raw: bytes, tmp_path: Path) -> list[str]:
    """The words of each page, without its foot."""
    file = tmp_path / "report.pdf"
    file.write_bytes(raw)
    said = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True)
    pages = said.stdout.decode("utf-8").split("\f")[:-1]
    bodies = []
    for number, page in enumerate(pages, 1):
        body, foot, rest = page.rstrip().rpartition("\n")
        assert foot
        assert "".join(rest.split()).endswith(f"{number}/{len(pages)}")
        bodies.append(body)
    return bodies


def lines_of(file: Path) -> list[float]:
    """How far down its page each line stands, points; pages follow one another."""
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True)
    found: list[float] = []
    for down in re.findall(r'<word [^>]*yMax="([0-9.]+)"', told.stdout.decode("utf-8")):
        if not found or abs(float(down) - found[-1]) > 4.0:
            found.append(float(down))
    return found


def letters_of(text: str) -> str:
    """Letters and figures alone: a PDF knows arrows and quotation marks by the names of others."""
    kinds = ("Lu", "Ll", "Lo", "Nd")
    return "".join(letter for letter in text if unicodedata.category(letter) in kinds)


def words_of(block: Block) -> list[str]:
    match block:
        case Heading(_, text) | Paragraph(text):
            return [text]
        case Items(items):
            return [words for item in items for words in (item.lead, item.text, *item.notes)]
    return []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
def test_every_word_of_a_report_is_on_its_pages(
    qapp: QApplication, tmp_path: Path, row, language: str
) -> None:
    report = flywheel_report(load_template(row.id, language))
    printed = letters_of("".join(pages_of(report_pdf(report), tmp_path)))
    for block in report.blocks:
        for words in words_of(block):
            assert letters_of(words) in printed, words
        if isinstance(block, Table):
            for cell in (cell for cells in block.rows for cell in cells):
                assert all(letters_of(word) in printed for word in cell.split())


@pytest.mark.parametrize("lines", [1, 2, 3, 5])
def test_no_row_of_a_table_is_torn_by_the_end_of_a_page(
    qapp: QApplication, tmp_path: Path, lines: int
) -> None:
    filling = " ".join(["words that fill a line of a narrow cell"] * lines)
    rows = tuple(
        (f"name{n}", f"begin{n} {filling} end{n}" if n % 3 else f"begin{n} end{n}", "")
        for n in range(1, 81)
    )
    table = Table(heads=("Headname", "Headnote", "Headrest"), rows=rows)
    text = tuple(Paragraph(f"Paragraph {n}") for n in range(7))
    report = Report(title="Rows", language="en", blocks=(Heading(1, "Rows"), *text, table, *text))
    pages = pages_of(report_pdf(report), tmp_path)
    assert len(pages) > 2
    for n in range(1, 81):
        where = [
            [number for number, page in enumerate(pages) if re.search(rf"\b{word}{n}\b", page)]
            for word in ("name", "begin", "end")
        ]
        assert where[0] == where[1] == where[2]
        assert len(where[0]) == 1
    for page in pages:
        assert ("Headname" in page) == bool(re.search(r"\bname\d", page))


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_no_short_paragraph_is_torn_and_no_title_parted_from_it(
    qapp: QApplication, tmp_path: Path, lines: int
) -> None:
    words = " ".join(["words that go on to the end of a line"] * (5 * lines // 2 - 1))
    blocks: list[Block] = [Heading(1, "Whole")]
    for n in range(1, 61):
        if n % 4 == 0:
            blocks += [Heading(2, f"outer{n}"), Heading(3, f"inner{n}")]
        said = f"begin{n} {words} end{n}"
        blocks.append(Paragraph(said) if n % 3 else Items((Item(lead="Lead", text=said),)))
    pages = pages_of(
        report_pdf(Report(title="Whole", language="en", blocks=tuple(blocks))), tmp_path
    )
    assert len(pages) > 4
    for n in range(1, 61):
        parts = ["begin", "end", "outer", "inner"] if n % 4 == 0 else ["begin", "end"]
        where = {
            number
            for number, page in enumerate(pages)
            if any(re.search(rf"\b{part}{n}\b", page) for part in parts)
        }
        assert len(where) == 1, n


def test_what_is_said_of_an_item_begins_on_its_page(qapp: QApplication, tmp_path: Path) -> None:
    items = tuple(Item(text=f"rule{n}", done=False, notes=(f"why{n}",)) for n in range(60))
    for before in range(3):
        text = tuple(Paragraph(f"Paragraph {n}") for n in range(before))
        blocks = (Heading(1, "Items"), *text, Items(items))
        for page in pages_of(
            report_pdf(Report(title="Items", language="en", blocks=blocks)), tmp_path
        ):
            assert re.findall(r"\brule(\d+)", page) == re.findall(r"\bwhy(\d+)", page)


def test_a_table_that_is_pushed_on_leaves_no_empty_page_behind(
    qapp: QApplication, tmp_path: Path
) -> None:
    for before in range(20, 44):
        text = tuple(Paragraph(f"Paragraph {n}") for n in range(before))
        rows = tuple((f"name{n}", "a note of two\nlines") for n in range(9))
        table = Table(heads=("Name", "Note"), rows=rows)
        blocks = (Heading(1, "Gaps"), *text, table, Heading(2, "Afterwards"), *text)
        report = Report(title="Gaps", language="en", blocks=blocks)
        *full, _ = pages_of(report_pdf(report), tmp_path)
        assert all(page.count("Paragraph") + 2 * page.count("name") > 14 for page in full)


def test_only_the_pages_that_a_person_asks_for_are_printed(
    qapp: QApplication, tmp_path: Path
) -> None:
    report = flywheel_report(load_template("inbound-content", "en"))
    whole = len(pages_of(report_pdf(report), tmp_path))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 3)
    print_report(report, None, printer)
    said = subprocess.run(
        ["pdftotext", str(tmp_path / "printed.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")
    assert said.count("\f") == 2
    numbers = re.findall(r"^(\d+) ?/ ?(\d+)$", said, flags=re.MULTILINE)
    assert [int(page) for page, _ in numbers] == [2, 3]
    assert whole >= 3


@pytest.mark.parametrize("dpi", [96, 600, 1200])
def test_a_printed_report_has_the_lines_of_the_pdf_where_they_are_in_it(
    qapp: QApplication, tmp_path: Path, dpi: int
) -> None:
    report = activities_report(load_template("inbound-content", "en"))
    (tmp_path / "written.pdf").write_bytes(report_pdf(report))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setResolution(dpi)
    set_margins(printer, MARGIN_MM)
    print_report(report, None, printer)
    written, printed = (lines_of(tmp_path / name) for name in ("written.pdf", "printed.pdf"))
    assert len(written) == len(printed) > 20
    # Points; a pixel of the coarsest printer is 0.75, and letters are rounded to it.
    assert all(abs(one - other) < 8 for one, other in zip(written, printed, strict=True))


def test_a_printer_that_makes_no_copies_is_sent_each_page_as_often(qapp: QApplication) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert _asked(printer, 3) == [1, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printer.setFromTo(2, 9)
    assert _asked(printer, 3) == [3, 2]
    printer.setCopyCount(2)
    printer.setCollateCopies(True)
    once = [3, 2] if printer.supportsMultipleCopies() else [3, 2, 3, 2]
    assert _asked(printer, 3) == once
    printer.setCollateCopies(False)
    assert _asked(printer, 3) == ([3, 2] if printer.supportsMultipleCopies() else [3, 3, 2, 2])


@pytest.mark.parametrize(
    ("momentum", "unit"),
    [
        ((), "month"),
        ((0.0, 0.0), "year"),
        ((-3.0, -1e9), "sprint"),
        ((1e300, 2e300), ""),
        ((5.0,), "day"),
    ],
)
def test_any_run_makes_a_chart(qapp: QApplication, momentum: tuple[float, ...], unit: str) -> None:
    times = tuple(float(n) for n in range(len(momentum)))
    image = chart_image(Chart(times=times, momentum=momentum, unit=unit, alternative=""))
    assert not image.isNull()


def test_a_question_has_no_colon_after_its_mark() -> None:
    assert Item(lead="Why?", text="Because").colon == ""
    assert Item(lead="Goal", text="More").colon == ":"
    assert Item(lead="", text="More").colon == Item(lead="Goal", text="").colon == ""
