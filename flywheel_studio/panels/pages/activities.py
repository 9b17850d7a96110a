"""The checklist of all activities: grouped, filtered, ticked off, in focus, measured.

A filter that a row no longer passes hides it only when the list is drawn anew: what a person has
just ticked stays under the pointer.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.commands.activities import (
    PULL,
    PUSH,
    Place,
)
from flywheel_studio.insight.activities import (
    GROUPINGS,
    Filter,
    Grouping,
    activity_rows,
    grouped,
    tally,
)
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.activities.activity_list import ActivityList
from flywheel_studio.panels.fields.choices import QuietList
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.line_field import LineField
from flywheel_studio.panels.parts.scrolling import fill_with
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import page_style, style_sheet
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor


class ActivitiesPanel(QWidget):
    """All activities of the document. `told`: a sentence about a step that can be undone."""

    told = Signal(str)

    def __init__(self, editor: Editor, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._headline = plain_label("headline", self)
        self._subline = plain_label("subline", self)
        self.grouping = self._choice(_groupings(), tr("Grouped"))
        self.wanted = self._choice(_filters(), tr("Show"))
        self.search = LineField(self)
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search"))
        self.search.textChanged.connect(self._on_asked)
        self.factor = self._choice([], tr("Factor of the new activity"))
        self.add = QPushButton(tr("Add activity"), self)
        self.add.setObjectName("primary")
        self.add.clicked.connect(self._on_add)
        self._empty = plain_label("notice", self)
        body = QWidget(self)
        body.setObjectName("panelBody")
        self.list = ActivityList(editor, is_wide=True, parent=body)
        self.list.told.connect(self.told)
        self._lay_out(body)
        editor.changed.connect(self._on_document_changed)
        editor.replaced.connect(self._on_document_replaced)
        self.set_tokens(LIGHT)
        self.read()

    @property
    def words(self) -> tuple[str, str]:
        """Headline and the line below it."""
        return self._headline.text(), self._subline.text()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self.setStyleSheet(style_sheet(tokens) + page_style(tokens))
        self.list.set_tokens(tokens)

    def detach(self) -> None:
        """Commit what is under way and stop listening; call before the panel goes away."""
        self.list.finish()
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def filter(self) -> Filter:
        """What is asked for by the list and the search."""
        asked = self.wanted.currentData() or ""
        kinds = {"pull": PULL, "push": PUSH}
        active = {"active": True, "open": False}.get(asked)
        return Filter(
            kind=kinds.get(asked),
            active=active,
            focus=True if asked == "focus" else None,
            text=self.search.text(),
        )

    def read(self) -> None:
        """Draw the list anew: what was asked, in groups."""
        flywheel = self._editor.flywheel
        rows = activity_rows(flywheel, self.filter())
        by: Grouping = self.grouping.currentData() or "factor"
        self.list.show_groups(
            [(title, [row.place for row in members]) for title, members in grouped(rows, by)]
        )
        self._read_factors()
        self._say()
        everything = activity_rows(flywheel)
        self._empty.setVisible(not rows)
        if not flywheel.factors:
            self._empty.setText(tr("Draw a factor first: an activity is done for a factor."))
        elif not everything:
            self._empty.setText(
                tr(
                    "What do people do to turn this wheel? Add an activity to a factor, tick what"
                    " you do and mark the focus; its strength pushes the factor in the run."
                )
            )
        else:
            self._empty.setText(tr("No activity fits what is asked for."))

    def _say(self) -> None:
        count = tally(activity_rows(self._editor.flywheel))
        self._headline.setText(
            ntr("{n} activity", "{n} activities", count.count) if count.count else tr("Activities")
        )
        parts = [
            tr("{n} ticked", n=count.active),
            tr("{n} in focus", n=count.focus),
            tr("{pull} pull, {push} push", pull=count.pull, push=count.push),
            tr("pushing with {strength} in all", strength=number(count.strength)),
        ]
        self._subline.setText(" · ".join(parts) if count.count else "")

    def _read_factors(self) -> None:
        flywheel = self._editor.flywheel
        rows = [(key, factor_name(flywheel, key)) for key in flywheel.factors]
        known = [
            (self.factor.itemData(n), self.factor.itemText(n)) for n in range(self.factor.count())
        ]
        if rows != known:
            chosen = self.factor.currentData()
            self.factor.clear()
            for key, name in rows:
                self.factor.addItem(name, key)
            self.factor.setCurrentIndex(max(0, self.factor.findData(chosen)))
        self.add.setEnabled(bool(rows))

    def _choice(self, rows: list[tuple[str, str]], name: str) -> QuietList:
        box = QuietList(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumHeight(28)
        for value, words in rows:
            box.addItem(words, value)
        box.activated.connect(self._on_asked)
        return box

    def _lay_out(self, body: QWidget) -> None:
        asking = QHBoxLayout()
        asking.setSpacing(8)
        asking.addWidget(self.grouping)
        asking.addWidget(self.wanted)
        asking.addWidget(self.search, 1)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.factor)
        adding.addWidget(self.add)
        adding.addStretch(1)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 10, 12)
        inner.addWidget(self._empty)
        inner.addWidget(self.list)
        inner.addStretch(1)
        holder = QWidget(self)
        fill_with(holder, body)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(6)
        column.addWidget(self._headline)
        column.addWidget(self._subline)
        column.addSpacing(4)
        column.addLayout(asking)
        column.addWidget(holder, 1)
        column.addLayout(adding)

    def _on_asked(self, _what: Any = None) -> None:
        self.list.finish()
        self.read()

    def _on_add(self) -> None:
        factor = self.factor.currentData()
        if factor is None:
            return
        place = self.list.add(factor)
        self.search.clear()
        self.wanted.setCurrentIndex(0)
        self.read()
        if place is not None:
            self.list.row(place).fields["text"].first_focus().setFocus()

    def _on_document_changed(self, change: Change) -> None:
        before = _places(change, 0)
        after = _places(change, 1)
        if before != after or change.orders.get("factors") or change.ids("wheels"):
            self.read()
            return
        if change.ids("factors"):
            for row in self.list.rows:
                if row.place[0] in change.ids("factors"):
                    row.show_values()
            self._read_factors()
            self._say()

    def _on_document_replaced(self, _editor: Editor) -> None:
        self.read()


def _places(change: Change, side: int) -> set[Place]:
    found = set()
    for key, *pair in change.pairs("factors"):
        if pair[side] is not None:
            found |= {(key, activity.id) for activity in pair[side].activities}
    return found


def _groupings() -> list[tuple[str, str]]:
    words = {
        "factor": tr("By factor"),
        "group": tr("By group"),
        "kind": tr("By pull and push"),
        "wheel": tr("By wheel"),
    }
    return [(each, words[each]) for each in GROUPINGS]


def _filters() -> list[tuple[str, str]]:
    return [
        ("", tr("All activities")),
        ("active", tr("What we do")),
        ("open", tr("What we do not do yet")),
        ("focus", tr("In focus")),
        ("pull", tr("Pull only")),
        ("push", tr("Push only")),
    ]
