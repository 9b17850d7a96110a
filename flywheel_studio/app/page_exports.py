"""Pages on paper and as files: what can be printed and written, and the questions before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from flywheel_studio.app.printing import ask_and_print, figure_on_paper, set_margins
from flywheel_studio.insight.activities import Filter
from flywheel_studio.language.translate import tr
from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.page import Page, Verb
    from flywheel_studio.app.toast import Toast
    from flywheel_studio.drawing.primitives import Figure
    from flywheel_studio.export.report_blocks import Report


class PageExports:
    """Writes and prints the pages of one window, and tells how it went where it was asked for.

    `pages`: the windows that they are read in, once they were shown. `wheel_of_card`,
    `filter_of_activities`: which wheel and which activities they show.
    """

    def __init__(self, window: WindowFrame, pages: Mapping[str, Page]) -> None:
        self._window = window
        self._pages = pages
        self.wheel_of_card: Callable[[], str | None] = _nothing
        self.filter_of_activities: Callable[[], Filter] = Filter

    def verbs(self, page: str) -> list[Verb]:
        """What can be done with a page: (key, words, what to call)."""
        rows: list[Verb] = [
            ("print", tr("Print…"), partial(self.print_page, page)),
            ("pdf", tr("PDF…"), partial(self.ask_and_write, page, "pdf")),
            ("md", tr("Markdown…"), partial(self.ask_and_write, page, "md")),
        ]
        if page == "scorecard":
            rows.append(
                ("report", tr("Whole report…"), partial(self.ask_and_write, "report", "pdf"))
            )
        if page == "activities":
            rows.append(("csv", tr("CSV…"), partial(self.ask_and_write, page, "csv")))
        return rows

    def toast(self, page: str) -> Toast:
        """Where to tell of a page: on it, or on the paper while it is not open."""
        shown = self._shown(page)
        return self._window.toast if shown is None else shown.toast

    def _shown(self, page: str) -> Page | None:
        shown = self._pages.get("scorecard" if page == "report" else page)
        return shown if shown is not None and shown.isVisible() else None

    def report(self, page: str) -> Report:
        """A page as a report, in the language of the document."""
        flywheel = self._window.editor.flywheel
        if page == "activities":
            from flywheel_studio.export.report import activities_report

            return activities_report(flywheel, wanted=self.filter_of_activities())
        if page == "portfolio":
            from flywheel_studio.export.report import portfolio_report

            return portfolio_report(flywheel)
        if page == "report":
            from flywheel_studio.export.report import flywheel_report

            return flywheel_report(flywheel)
        from flywheel_studio.export.scorecard_report import scorecard_report

        return scorecard_report(flywheel, self.wheel_of_card())

    def content(self, page: str, suffix: str) -> bytes:
        """A page as the bytes of a file of this kind: "pdf", "md" or "csv"."""
        if suffix == "csv":
            from flywheel_studio.export.activities_csv import activities_csv

            return activities_csv(self._window.editor.flywheel, self.filter_of_activities())
        if suffix == "md":
            from flywheel_studio.export.report_markdown import markdown

            return markdown(self.report(page))
        from flywheel_studio.qt_rendering.report_pdf import report_pdf

        return report_pdf(self.report(page), self._figure_of)

    def ask_and_write(self, page: str, suffix: str) -> None:
        """Ask where to, and write."""
        titles = {
            "pdf": tr("PDF document"),
            "md": tr("Markdown text"),
            "csv": tr("Table (CSV)"),
        }
        names = {
            "scorecard": tr("Scorecard"),
            "activities": tr("Activities"),
            "portfolio": tr("Portfolio"),
            "report": tr("Report"),
        }
        path = self._window.editor.path
        folder = path.parent if path is not None else Path.home()
        suggested = folder / f"{_file_name(self._title())} – {names[page]}.{suffix}"
        kinds = [suffix, "md"] if page == "report" else [suffix]
        filters = ";;".join(f"{titles[kind]} (*.{kind})" for kind in kinds)
        chosen, _ = QFileDialog.getSaveFileName(
            self._shown(page) or self._window, names[page], str(suggested), filters
        )
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix[1:].lower() not in kinds:
            target = target.with_name(f"{target.name}.{suffix}")
        self.write(page, target)

    def write(self, page: str, path: Path) -> bool:
        """Write a page to a file of the kind that its name says; tell how it went.

        Markdown holds no picture: it is written beside it as SVG.
        """
        kind = path.suffix[1:].lower()
        try:
            if kind == "md" and page != "activities":
                self._write_with_picture(page, path)
            else:
                write_whole(path, self.content(page, kind))
        except SaveProblem as problem:
            self.toast(page).tell(f"{problem} {problem.next_step}".strip())
            return False
        self.toast(page).tell(
            tr("Exported {file}.", file=path.name),
            tr("Show folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
        )
        return True

    def _write_with_picture(self, page: str, path: Path) -> None:
        from flywheel_studio.export.registry import PictureOptions
        from flywheel_studio.export.report_markdown import markdown
        from flywheel_studio.export.svg import svg_bytes

        picture = _picture_beside(path)
        write_whole(picture, svg_bytes(self._figure_of(None), PictureOptions()))
        write_whole(path, markdown(self.report(page), picture=picture.name))

    def print_page(self, page: str) -> None:
        """Ask for a printer and print."""
        from flywheel_studio.qt_rendering.report_pdf import MARGIN_MM, print_report

        def send(to: QPrinter) -> bool:
            print_report(self.report(page), self._figure_of, to)
            return to.printerState() != QPrinter.PrinterState.Error

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # Also what a file is called that it is printed into.
        printer.setDocName(_file_name(self._title()))
        set_margins(printer, MARGIN_MM)
        ask_and_print(self._shown(page) or self._window, printer, send)

    def _figure_of(self, _wheel: str | None) -> Figure:
        return figure_on_paper(self._window)

    def _title(self) -> str:
        return " ".join(self._window.editor.flywheel.header.title.split()) or tr("Untitled")


def _file_name(title: str) -> str:
    """A title as the name of a file on every system."""
    kept = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in title)
    return " ".join(kept.split())[:80].rstrip(". ") or "Flywheel"


def _picture_beside(path: Path) -> Path:
    """Where the picture of a report goes: over that of the report it replaces, else a free name."""
    try:
        before = path.read_text("utf-8", errors="replace")
    except OSError:
        before = ""
    number = 1
    while True:
        name = f"{path.stem}-picture{'' if number == 1 else f'-{number}'}.svg"
        picture = path.with_name(name)
        if not picture.exists() or f"]({quote(name)})" in before:
            return picture
        number += 1


def _nothing() -> None:
    return None
