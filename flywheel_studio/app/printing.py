"""The drawing on paper: one page, as large as fits, lying or standing as the drawing does.

Paper is white, so a drawing in the dark theme is printed in the light one: its own ink would vanish.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.painter import paint

if TYPE_CHECKING:
    from collections.abc import Callable

    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.page import Page

_MARGIN_MM: Final = 12.0
# A drawing of two factors must not fill a page with them: 96 paper units an inch, twice as large.
_MOST_INCHES: Final = 2.0 / 96.0


def print_drawing(window: WindowFrame, name: str) -> None:
    """Ask for a printer, print the drawing and tell how it went."""
    figure = figure_on_paper(window)
    if not any(figure.primitives()):
        window.say(tr("There is nothing to print yet: draw a factor first."))
        return
    ask_and_print(window, printer_for(figure, name), lambda to: print_figure(figure, to))


def figure_on_paper(window: WindowFrame) -> Figure:
    """The drawing in its own theme, but light where that is dark."""
    theme = window.editor.flywheel.header.theme
    return window.figure("clean" if theme == "slate" else None)


def ask_and_print(
    window: WindowFrame | Page, printer: QPrinter, send: Callable[[QPrinter], bool]
) -> None:
    """Ask where to and on what paper, `send` it there, and tell in that window how it went."""
    dialog = QPrintDialog(printer, window)
    try:
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
    finally:
        shiboken6.delete(dialog)  # before its printer goes
    if not send(printer):
        window.toast.tell(tr("It could not be printed. Choose another printer, or export a PDF."))
    elif path := printer.outputFileName():
        folder = QUrl.fromLocalFile(str(Path(path).parent))
        window.toast.tell(
            tr("Printed to {file}.", file=Path(path).name),
            tr("Show folder"),
            lambda: QDesktopServices.openUrl(folder),
        )
    else:
        window.toast.tell(tr("Sent to the printer."))


def printer_for(figure: Figure, name: str) -> QPrinter:
    """A printer set up for this drawing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("Flywheel Studio")
    is_wide = figure.box.width >= figure.box.height
    layout = printer.pageLayout()
    layout.setOrientation(
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    )
    printer.setPageLayout(layout)
    set_margins(printer, _MARGIN_MM)
    return printer


def set_margins(printer: QPrinter, width: float) -> None:
    """Leave so many millimetres free at each edge of the pages."""
    layout = printer.pageLayout()
    layout.setUnits(QPageLayout.Unit.Millimeter)
    layout.setMargins(QMarginsF(width, width, width, width))
    printer.setPageLayout(layout)


def print_figure(figure: Figure, printer: QPrinter) -> bool:
    """Print a figure in the middle of a page, without its paper; False where printing failed."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        page = printer.pageLayout().paintRectPixels(printer.resolution())
        width, height = max(figure.box.width, 1.0), max(figure.box.height, 1.0)
        scale = min(page.width() / width, page.height() / height)
        scale = min(scale, printer.resolution() * _MOST_INCHES)
        # The painter's origin is the corner of the printable area.
        painter.translate(page.width() / 2, page.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-figure.box.center.x, -figure.box.center.y)
        paint(figure, painter)
    finally:
        done = painter.end()
    return done and printer.printerState() != QPrinter.PrinterState.Error
