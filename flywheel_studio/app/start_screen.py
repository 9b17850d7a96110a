"""What lies over the empty paper of a window in which nothing was begun yet.

It is not a dialog: the paper under and around it takes clicks and keys as ever, and the first mark
(or the first tool taken in hand) sends it away. Pictures come in one by one after the window
stands.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from flywheel_studio.app.thumbnails import Make, Thumbnails, file_key, from_file
from flywheel_studio.canvas.invitation import Invitation
from flywheel_studio.drawing.theme import mixed
from flywheel_studio.interaction.toolbox import SELECT
from flywheel_studio.language.translate import current_language, tr
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.storage.own_templates import own_templates, template_name
from flywheel_studio.storage.templates import load_template, templates

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.drawing.theme import Theme

# The largest of which a row of templates has room; on a large screen the small ones were lost.
_PICTURES: Final = (QSize(264, 168), QSize(216, 138), QSize(176, 112))
_GAP: Final = 14
_MOST_ACROSS: Final = 6
_FIRST_RECENT: Final = 6
# The share of the paper's height that stays free above for the invitation.
_FREE: Final = 0.24
_RADIUS: Final = 8.0

# Title, note, what tells its picture from others, the flywheel for it, and what a click does.
Offer = tuple[str, str, Hashable, Make | None, Callable[[], None]]


class Card(QAbstractButton):
    """A picture with a name under it."""

    def __init__(self, title: str, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setToolTip(note or title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.picture = _PICTURES[-1]
        self._image = QImage()
        self._theme: Theme | None = None
        self._accent = "#000000"

    def sizeHint(self) -> QSize:
        return QSize(self.picture.width(), self.picture.height() + 8 + self.fontMetrics().height())

    def set_picture_size(self, size: QSize) -> None:
        self.picture = size
        self.updateGeometry()
        self.update()

    def show_picture(self, image: QImage) -> None:
        self._image = image
        self.update()

    def dress(self, theme: Theme, accent: str) -> None:
        self._theme, self._accent = theme, accent
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Qt presses a button with the space bar alone, and a picture is opened with Enter.
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.picture.height()
        frame = QRectF(1, 1, self.width() - 2, height - 2)
        path = QPainterPath()
        path.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(path)
        painter.fillPath(path, QColor(mixed(theme.paper, theme.ink, 0.03)))
        if not self._image.isNull():
            # Stretched for the moment until one of a new size has been made.
            painter.drawImage(QRectF(0, 0, self.picture.width(), height), self._image)
        painter.restore()
        is_near = self.underMouse() or self.hasFocus() or self.isDown()
        edge = self._accent if is_near else mixed(theme.paper, theme.muted, 0.35)
        painter.setPen(QPen(QColor(edge), 2.0 if self.hasFocus() else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(QColor(theme.ink))
        words = QRectF(2, height + 4, self.width() - 4, self.fontMetrics().height() + 2)
        said = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, said)
        painter.end()


class StartScreen(QScrollArea):
    """Templates, recent files and the last session over the lower part of the paper."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window.canvas.viewport())
        self._window = window
        self._thumbnails = Thumbnails(self)
        self._is_wanted = True
        self._cards: list[Card] = []
        self._orders: list[tuple[Hashable, Make, Card]] = []
        self._picture = QSize()
        self._headings: list[QLabel] = []
        self._longest = 1
        self.setObjectName("start")
        self.setAccessibleName(tr("Start"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The viewport letters and fills in its own roles; nothing here may cover the paper.
        self.setStyleSheet("QScrollArea#start, QWidget#startBody { background: transparent; }")
        self.viewport().setAutoFillBackground(False)
        self._body = QWidget(self)
        self._body.setObjectName("startBody")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 16)
        self._column.setSpacing(8)
        self.setWidget(self._body)
        self._invitation = window.canvas.viewport().findChild(Invitation)
        window.canvas.viewport().installEventFilter(self)
        window.canvas.camera.moved.connect(self._place)
        window.toolbox.tool_changed.connect(self._on_tool_changed)
        window.editor.state_changed.connect(self._on_state_changed)
        window.editor.changed.connect(self._on_state_changed)
        self._fill()
        self.dress(window.studio.tokens)
        self._read_state()

    def dress(self, tokens: Tokens) -> None:
        """It lies on the paper, so that it letters in the paper's ink."""
        if not self._is_wanted:
            return
        theme = self._window.canvas.theme
        for card in self._cards:
            card.dress(theme, tokens.accent)
        for heading in self._headings:
            heading.setStyleSheet(f"color: {theme.muted}; font-weight: 600;")

    def close_screen(self) -> None:
        """The first mark was made, or the window goes: it does not come back."""
        if not self._is_wanted:
            return
        self._is_wanted = False
        self._thumbnails.stop()
        self._window.canvas.viewport().removeEventFilter(self)
        self._window.canvas.camera.moved.disconnect(self._place)
        self._window.toolbox.tool_changed.disconnect(self._on_tool_changed)
        self._window.editor.state_changed.disconnect(self._on_state_changed)
        self._window.editor.changed.disconnect(self._on_state_changed)
        self._make_room(0)
        if self._has_focus():
            self._window.canvas.setFocus()
        self.hide()
        self.deleteLater()

    # -- Qt's overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window.canvas.viewport():
            self._place()
        return super().eventFilter(watched, event)

    # -- inside

    def _fill(self) -> None:
        studio = self._window.studio
        recent = [
            self._file_row(path, template_name(path), self._open_file)
            for path in studio.recent.paths()
        ]
        # Whoever comes back looks for these first, whoever is new for a template.
        self._section(tr("Recent files"), recent[:_FIRST_RECENT])
        language = current_language()
        ready: list[Offer] = []
        for row in templates():
            make = partial(load_template, row.id, language)
            ready.append((row.title(language), "", ("template", row.id, language), make,
                          partial(self._open_template, row.id)))  # fmt: skip
        self._section(tr("Start from a template"), ready)
        self._section(
            tr("Your templates"),
            [self._file_row(path, template_name(path), self._open_own) for path in own_templates()],
        )
        session = studio.last_session.paths()
        self._section(tr("More recent files"), recent[_FIRST_RECENT:])
        if len(session) > 1:
            names = ", ".join(template_name(path) for path in session)
            key = ("session", *session)
            title = tr("Open the last session")
            offer = (title, names, key, from_file(session[0]), self._reopen)
            self._section(tr("Last session"), [offer])
        self._column.addStretch(1)

    def _file_row(self, path: Path, title: str, do: Callable[[Path], None]) -> Offer:
        key = file_key(path)
        make = None if key is None else from_file(path)
        return title, str(path), key, make, partial(do, path)

    def _section(
        self,
        heading: str,
        rows: list[Offer],
    ) -> None:
        if not rows:
            return
        self._longest = max(self._longest, len(rows))
        label = QLabel(heading, self._body)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._headings.append(label)
        self._column.addWidget(label)
        holder = QWidget(self._body)
        flow = FlowLayout(holder, gap=_GAP)
        for title, note, key, make, do in rows:
            card = Card(title, note, holder)
            card.clicked.connect(_called(do))
            flow.addWidget(card)
            self._cards.append(card)
            if make is not None:
                self._orders.append((key, make, card))
        self._column.addWidget(holder)
        self._column.addSpacing(8)

    def _open_template(self, template: str) -> None:
        self._window.studio.open_template(template, self._window)

    def _open_own(self, path: Path) -> None:
        self._window.studio.open_own_template(path, self._window)

    def _open_file(self, path: Path) -> None:
        self._window.studio.open_path(path, self._window)

    def _reopen(self) -> None:
        for path in self._window.studio.last_session.paths():
            self._window.studio.open_path(path, self._window)

    def _on_tool_changed(self, _tool: str) -> None:
        self._read_state()

    def _on_state_changed(self, _what: object) -> None:
        self._read_state()

    def _read_state(self) -> None:
        if not self._window.is_pristine:
            self.close_screen()
            return
        is_drawing = self._window.toolbox.active != SELECT
        if is_drawing and self._has_focus():
            self._window.canvas.setFocus()
        self.setVisible(not is_drawing)
        self._place()

    def _has_focus(self) -> bool:
        focus = self._window.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _place(self) -> None:
        if not self._is_wanted:
            return
        paper = self._window.canvas.viewport().rect()
        room = paper.width() - 48
        wanted = min(self._longest, _MOST_ACROSS)
        picture = next(
            (size for size in _PICTURES if wanted * (size.width() + _GAP) - _GAP <= room),
            _PICTURES[-1],
        )
        self._show_pictures(picture)
        across = min((room + _GAP) // (picture.width() + _GAP), wanted)
        width = max(across, 1) * (picture.width() + _GAP) - _GAP
        # The scroll bar stands beside the cards, not over them.
        bar = self.verticalScrollBar().sizeHint().width() + 4
        top = round(paper.height() * _FREE)
        self.setGeometry((paper.width() - width) // 2, top, width + bar, paper.height() - top)
        self._body.setMaximumWidth(width)
        self._make_room(0 if self.isHidden() else paper.height() - top)

    def _show_pictures(self, size: QSize) -> None:
        """Have every card show a picture of a size."""
        if size == self._picture:
            return
        self._picture = size
        self._thumbnails.stop()
        for card in self._cards:
            card.set_picture_size(size)
        ratio = self.devicePixelRatioF()
        for key, make, card in self._orders:
            self._thumbnails.order(key, make, size, ratio, card.show_picture)

    def _make_room(self, below: int) -> None:
        """Move the paper's invitation out of the way."""
        if self._invitation is not None:
            self._invitation.setContentsMargins(0, 0, 0, below)


def _called(do: Callable[[], None]) -> Callable[[bool], None]:
    def called(_checked: bool = False) -> None:
        do()

    return called
