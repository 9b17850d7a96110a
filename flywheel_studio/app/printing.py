"""The drawing on paper: one page, as large as fits, lying or standing as the drawing does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.qt_rendering.painter import paint

_MARGIN_MM: Final = 12.0
# A drawing of two factors must not fill a page with them: 96 paper units an inch, twice as large.
_MOST_INCHES: Final = 2.0 / 96.0


def ask_and_print(parent: QWidget, figure: Figure, name: str) -> bool:
    """Ask for a printer and print; True when it was sent there."""
    printer = printer_for(figure, name)
    dialog = QPrintDialog(printer, parent)
    try:
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
    finally:
        dialog.deleteLater()
    return print_figure(figure, printer)


def printer_for(figure: Figure, name: str) -> QPrinter:
    """A printer set up for this drawing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("Flywheel Studio")
    is_wide = figure.box.width >= figure.box.height
    layout = printer.pageLayout()
    layout.setUnits(QPageLayout.Unit.Millimeter)
    layout.setOrientation(
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    )
    layout.setMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM))
    printer.setPageLayout(layout)
    return printer


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
