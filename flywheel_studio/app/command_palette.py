"""Everything that can be done or gone to, by name: type some of its letters and press Enter.

What is chosen is done after the palette has gone, so that the focus is back where it was. A click
or a key in another window of the program means that one, and the palette goes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.app.fuzzy import Match, match
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.line_field import LineField
from flywheel_studio.panels.style.tokens import Tokens

AnyIndex = QModelIndex | QPersistentModelIndex

MOST_SHOWN: Final = 100
_WIDTH: Final = 560
_ROW: Final = 34
_ROWS: Final = 10
_ENTRY: Final = Qt.ItemDataRole.UserRole
_PLACES: Final = Qt.ItemDataRole.UserRole + 1
_KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MEANT_BESIDE: Final = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.KeyPress,
    QEvent.Type.Close,
)
_HELD: Final = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}


class Entry(Struct, frozen=True):
    """Something to do. `kind`: where it belongs; `keys`: its own keys, if it has any."""

    name: str
    kind: str
    do: Callable[[], object]
    keys: str = ""


def ranked(entries: Sequence[Entry], typed: str) -> list[tuple[Entry, Match]]:
    """The entries that fit, best first; all of them in their own order where nothing is typed."""
    found: list[tuple[Entry, Match]] = []
    for entry in entries:
        fit = match(typed, entry.name)
        if fit is None and typed and entry.kind.casefold().startswith(typed.casefold()):
            fit = Match(0.0, ())
        if fit is not None:
            found.append((entry, fit))
    found.sort(key=lambda pair: -pair[1].score)
    return found[:MOST_SHOWN]


class Palette(QDialog):
    """Lives for one choice."""

    def __init__(
        self, parent: QWidget, tokens: Tokens, entries: Sequence[Entry], invitation: str = ""
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._had_keys = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setWindowTitle(invitation or tr("Find a command"))
        self._entries = entries
        self.field = LineField(self)
        self.field.setPlaceholderText(invitation or tr("Type a command, a factor or a template"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_return)
        self.model = _Model()
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Lines(tokens, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.clicked.connect(self._on_clicked)
        self.view.setAccessibleName(tr("What fits"))
        self._none = QLabel(tr("Nothing fits."), self)
        self._none.setObjectName("subline")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        column.addWidget(self._none)
        column.addWidget(self.view)
        self.setStyleSheet(
            f"""
            QDialog#palette {{
                background: {tokens.card}; border: 1px solid {tokens.field_line};
            }}
            QLineEdit {{
                background: {tokens.card}; border: none; padding: 8px 10px;
                font-size: {tokens.base_px + 3}px;
            }}
            QLabel#subline {{ padding: 8px 10px; color: {tokens.muted}; }}
            QListView {{ background: {tokens.card}; border: none; outline: none; }}
            """
        )
        self._on_typed("")
        self._place(parent)

    def ask(self) -> None:
        """Stand over the windows of the program until something is chosen or done beside it.

        Not as a modal dialog: that would swallow the click beside it.
        """
        for widget in QApplication.topLevelWidgets():
            beside = widget.windowHandle()
            if widget is not self and beside is not None and widget.isVisible():
                beside.installEventFilter(self)
        self.show()
        self.activateWindow()
        self.field.setFocus()

    # -- Qt's overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._had_keys = self._had_keys or self.isActiveWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):
            if not self.isVisible():
                return False
            if isinstance(event, QKeyEvent) and not self._had_keys:
                # The desktop has not given it the keys yet; who typed meant it all the same.
                return event.type() in _KEYS and QApplication.sendEvent(self.field, event)
            # With a screen reader keys come late: the Ctrl that this was opened with, for one.
            is_held = isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _HELD
            if event.type() in _MEANT_BESIDE and not is_held:
                self.reject()
            return False
        if watched is self.field and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                if event.type() == QEvent.Type.KeyPress:
                    self._step(step)
                return True
        return super().eventFilter(watched, event)

    # -- inside

    def _place(self, parent: QWidget) -> None:
        frame = parent.window().frameGeometry()
        width = min(_WIDTH, max(frame.width() - 40, 280))
        self.resize(width, self.sizeHint().height())
        self.move(frame.x() + (frame.width() - width) // 2, frame.y() + frame.height() // 8)

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            row = self.view.currentIndex().row() + by
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self.view.setCurrentIndex(self.model.index(row))
            self._speak()

    def _speak(self) -> None:
        """The list never has the focus: the field says what Enter would do."""
        index = self.view.currentIndex()
        entry = index.data(_ENTRY) if index.isValid() else None
        self.field.setAccessibleDescription(entry.name if entry else tr("Nothing fits."))

    def _on_typed(self, typed: str) -> None:
        self.model.show(ranked(self._entries, typed))
        is_empty = self.model.rowCount() == 0
        self._none.setVisible(is_empty)
        self.view.setVisible(not is_empty)
        if not is_empty:
            self.view.setCurrentIndex(self.model.index(0))
            # As high as what fits, and no higher: what lies below stays in sight.
            self.view.setFixedHeight(_ROW * min(self.model.rowCount(), _ROWS) + 4)
        if (layout := self.layout()) is not None:
            layout.activate()
        self.resize(self.width(), self.sizeHint().height())
        self._speak()

    def _on_return(self) -> None:
        self._choose(self.view.currentIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry: Entry = index.data(_ENTRY)
        window = self.parentWidget()
        assert window is not None
        self.accept()
        QTimer.singleShot(0, window, entry.do)


class _Model(QAbstractListModel):
    """What fits, best first."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[tuple[Entry, Match]] = []

    def show(self, found: list[tuple[Entry, Match]]) -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._found):
            return None
        entry, fit = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.name, entry.kind, entry.keys) if part)
        if role == _ENTRY:
            return entry
        return fit.places if role == _PLACES else None


class _Lines(QStyledItemDelegate):
    """Paints a name with the letters that were meant, and at the right its keys or its kind."""

    def __init__(self, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self._tokens = tokens

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        t = self._tokens
        entry: Entry = index.data(_ENTRY)
        places = set(index.data(_PLACES))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.accent_wash))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 5, 5)
        font = QFont(option.font)
        font.setPixelSize(t.base_px)
        bold = QFont(font)
        bold.setBold(True)
        note = QFont(font)
        note.setPixelSize(t.small_px)
        right = entry.keys or entry.kind
        metrics = QFontMetrics(note)
        wide = metrics.horizontalAdvance(right)
        area = option.rect.adjusted(12, 0, -12, 0)
        painter.setFont(note)
        painter.setPen(QColor(t.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        x, end = area.left(), area.right() - wide - 16
        for words, is_meant in runs(entry.name, places):
            used = QFontMetrics(bold if is_meant else font)
            said = used.elidedText(words, Qt.TextElideMode.ElideRight, max(end - x, 0))
            step = used.horizontalAdvance(said)
            painter.setFont(bold if is_meant else font)
            painter.setPen(QColor(t.accent_text if is_meant else t.ink))
            painter.drawText(QRect(x, area.top(), step + 4, area.height()), _MIDDLE, said)
            x += step
            if said != words:
                break
        painter.restore()


def runs(name: str, places: Collection[int]) -> list[tuple[str, bool]]:
    """A name in pieces of letters that were meant, or were not; what hangs on a letter stays with it.

    Pieces, not letters: an emoji of several characters, an accent or joined Arabic is drawn as one.
    """
    found: list[tuple[str, bool]] = []
    for number, letter in enumerate(name):
        hangs = unicodedata.category(letter) in ("Mn", "Me", "Mc", "Cf", "Sk")
        is_joined = bool(found) and (hangs or found[-1][0].endswith("\u200d"))
        is_meant = found[-1][1] if is_joined else number in places
        if found and found[-1][1] == is_meant:
            found[-1] = (found[-1][0] + letter, is_meant)
        else:
            found.append((letter, is_meant))
    return found


_MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
