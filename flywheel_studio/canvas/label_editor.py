"""The plain text field that stands over a label while it is edited.

It letters in the label's own font and colour and breaks its lines where the drawing does: both
fill greedily, and the field is as wide as the drawing's widest line. What is pasted arrives as
plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPalette,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenuBar, QTextEdit

from flywheel_studio.canvas.camera import Camera
from flywheel_studio.canvas.marks import accent_on
from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.drawing.factor_shapes import SIZES
from flywheel_studio.drawing.paper_marks import note_align
from flywheel_studio.drawing.primitives import Owner, RecordFigure, Shape, TextLine
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT
from flywheel_studio.geometry.plane import Point
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.fonts import line_font

if TYPE_CHECKING:
    from flywheel_studio.interaction.label_edit import LabelEdit
    from flywheel_studio.interaction.toolbox import ToolBox

# Words smaller than this cannot be typed into.
_SMALLEST: Final = 12.0
# Room for the cursor after the last letter, and for a letter that is yet to come.
_ROOM: Final = 4.0
# Its own context menu and the menu bar take the focus only to give it back.
_FOR_A_MOMENT: Final = frozenset(
    {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}
)
_SIDES: Final = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class LabelEditor(QTextEdit):
    """Lives as long as one label edit; takes the focus when shown."""

    def __init__(
        self, edit: LabelEdit, sheet: Sheet, camera: Camera, paper: QAbstractScrollArea
    ) -> None:
        super().__init__(paper.viewport())
        self._paper = paper
        self._edit = edit
        self._sheet = sheet
        self._camera = camera
        self._owner: Owner = edit.kind
        self._id = edit.id
        self._is_closing = False
        self.setObjectName("label-editor")
        self.setAccessibleName(tr("Text") if edit.kind == "texts" else tr("Label"))
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        self.document().setDocumentMargin(0.0)
        self.setContentsMargins(0, 0, 0, 0)
        self.setViewportMargins(0, 0, 0, 0)
        self.viewport().setAutoFillBackground(False)
        option = QTextOption()
        option.setAlignment(self._alignment())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        # Before the words come: Orca would take a cursor that moves, or what is selected, for the
        # news, and not say what field this is.
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setPlainText(edit.text)
        if edit.selects_all:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.place()
        self.textChanged.connect(self._on_text_changed)
        sheet.drawn.connect(self.place)
        camera.moved.connect(self.place)

    def finish(self) -> None:
        """Go away: the label edit has ended."""
        if self._is_closing:
            return
        self._is_closing = True
        self._sheet.drawn.disconnect(self.place)
        self._camera.moved.disconnect(self.place)
        self.hide()
        self.deleteLater()

    def place(self) -> None:
        """Stand over the label as it is drawn now."""
        figure = self._sheet.figure(self._owner, self._id)
        if figure is None or self._is_closing:
            return
        lines = [part for part in figure.primitives if isinstance(part, TextLine)]
        size, weight, family = _lettering(lines)
        zoom = max(self._camera.zoom, _SMALLEST / size)
        self._letter(family, size * zoom, weight, self._ink(figure, lines))
        widest = max((line.advance for line in lines), default=0.0) * zoom
        if self._owner == "texts":
            widest = max(widest, figure.box.width * zoom)
        longest = QFontMetricsF(self.font()).averageCharWidth()
        width = max(widest, longest) + _ROOM
        self.document().setTextWidth(width)
        height = self.document().size().height()
        if self._owner == "texts":
            corner = self._camera.pixel_of(Point(figure.box.left, figure.box.top))
        else:
            middle = self._camera.pixel_of(_middle(figure, lines))
            corner = QPointF(middle.x() - width / 2, middle.y() - height / 2)
        target = QRect(
            round(corner.x()), round(corner.y()), round(width + 0.5), round(height + 0.5)
        )
        if target != self.geometry():
            self.setGeometry(target)

    # -- Qt's overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self._edit.cancel()
        elif is_return and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._edit.commit()
        elif is_return:
            # Qt would put a line separator here, which is not a line break in the file.
            self.textCursor().insertText("\n")
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab keeps the words and walks on, on the paper."""
        self._edit.commit()
        return bool(self._paper.focusNextPrevChild(forwards))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_MOMENT and not self._is_closing:
            self._edit.commit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(source.text())

    def _alignment(self) -> Qt.AlignmentFlag:
        note = self._sheet.flywheel.texts.get(self._id) if self._owner == "texts" else None
        return Qt.AlignmentFlag.AlignHCenter if note is None else _SIDES[note_align(note)]

    def _letter(self, family: str, pixels: float, weight: int, ink: QColor) -> None:
        font = QFont(line_font(family, max(1.0, round(pixels)), weight).font)
        if font != self.font():
            self.setFont(font)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.Text) != ink:
            palette.setColor(QPalette.ColorRole.Text, ink)
            palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
            palette.setColor(QPalette.ColorRole.Highlight, accent_on(self._sheet.theme.paper))
            palette.setColor(QPalette.ColorRole.HighlightedText, QColor(self._sheet.theme.paper))
            self.setPalette(palette)

    def _ink(self, figure: RecordFigure, lines: list[TextLine]) -> QColor:
        if lines:
            return QColor(lines[0].color)
        frame = next((part for part in figure.primitives if isinstance(part, Shape)), None)
        theme = self._sheet.theme
        return QColor(theme.ink_on(frame.fill) if frame and frame.fill else theme.ink)

    def _on_text_changed(self) -> None:
        if not self._is_closing and self._edit.is_open:
            self._edit.preview(self.toPlainText())
            self.place()


class LabelHost:
    """Opens a field when the tools ask for one, and closes it when the label edit has ended."""

    def __init__(
        self, view: QAbstractScrollArea, toolbox: ToolBox, sheet: Sheet, camera: Camera
    ) -> None:
        self.field: LabelEditor | None = None
        self._view = view
        self._toolbox = toolbox
        self._sheet = sheet
        self._camera = camera
        toolbox.label_edit_requested.connect(self._on_requested)
        toolbox.label_edit.ended.connect(self._on_ended)

    def place(self) -> None:
        """Put an open field over its label again."""
        if self.field is not None:
            self.field.place()

    def close(self) -> None:
        """Close an open field and listen no more."""
        self._toolbox.label_edit_requested.disconnect(self._on_requested)
        self._toolbox.label_edit.ended.disconnect(self._on_ended)
        self._close_field()

    def _close_field(self) -> None:
        field, self.field = self.field, None
        if field is None:
            return
        # Of its window, which may be behind another program's by now: there nothing has the focus.
        # A menu bar gives it back to where it came from, which will be gone.
        holder = field.window().focusWidget()
        had_focus = holder is field or isinstance(holder, QMenuBar)
        self._sheet.hide_label(None)
        if had_focus:
            # Before it hides: Qt would hand its focus on as a Tab does, which walks the ring.
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        field.finish()

    def _on_requested(self, key: str) -> None:
        edit = self._toolbox.label_edit
        if not edit.is_open:
            return
        self._close_field()
        figure = self._sheet.figure(edit.kind, edit.id)
        if figure is not None:
            # Made by a key, out of sight: what is typed must be seen.
            self._camera.bring(figure.box, self._sheet.box())
        self._sheet.hide_label((edit.kind, edit.id))
        self.field = LabelEditor(edit, self._sheet, self._camera, self._view)

    def _on_ended(self, key: str) -> None:
        self._close_field()


def _middle(figure: RecordFigure, lines: list[TextLine]) -> Point:
    """Where the words stand: beside an icon, or where the title of a wheel or band is."""
    if not lines:
        return figure.handle if figure.owner == "factors" and figure.handle else figure.box.center
    first = lines[0]
    # What else is lettered on a record (how a wheel stands, a factor's score) is smaller.
    alike = [line for line in lines if (line.size, line.weight) == (first.size, first.weight)]
    middle = first.x + first.advance / 2
    return Point(middle, (first.y + alike[-1].y) / 2 - first.size * CAP_HEIGHT / 2)


def _lettering(lines: list[TextLine]) -> tuple[float, int, str]:
    """Size, weight and family of a label, also of one that has no words yet."""
    if lines:
        return lines[0].size, lines[0].weight, lines[0].family
    return SIZES["medium"], 600, "Inter"
