"""The properties panel: what is selected, or the document while nothing is.

It reads again only when the selection or a record that it shows has changed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.document_form import DocumentForm
from flywheel_studio.panels.factor_form import FactorForm
from flywheel_studio.panels.link_form import LinkForm
from flywheel_studio.panels.parts import fill_with, plain_label
from flywheel_studio.panels.style import LIGHT, Tokens, style_sheet
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selection


class PropertiesPanel(QWidget):
    """Three forms, of which those are shown that fit the selection."""

    def __init__(self, editor: Editor, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        body = QWidget(self)
        body.setObjectName("panelBody")
        self.document_form = DocumentForm(editor, body)
        self.factor_form = FactorForm(editor, body)
        self.link_form = LinkForm(editor, body)
        self._other = plain_label("subline", body)
        self._other.setText(tr("What is selected has no properties to set here."))
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
        for form in (self._other, self.factor_form, self.link_form, self.document_form):
            column.addWidget(form)
        column.addStretch(1)
        fill_with(self, body)
        editor.selection.changed.connect(self._on_selection_changed)
        editor.changed.connect(self._on_document_changed)
        self.set_tokens(LIGHT)
        self._on_selection_changed(editor.selection)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self.setStyleSheet(style_sheet(tokens))
        for form in (self.factor_form, self.link_form, self.document_form):
            form.set_tokens(tokens)

    def focus_first_field(self) -> None:
        """Where Ctrl+Enter on the paper leads: the first field of what is shown."""
        for form, key in (
            (self.factor_form, "label" if len(self.factor_form.ids) == 1 else "role"),
            (self.link_form, "polarity"),
            (self.document_form, "title"),
        ):
            if not form.isHidden():
                form.field(key).first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def detach(self) -> None:
        """Commit what is under way and stop listening; call before the panel goes away."""
        for form in (self.factor_form, self.link_form, self.document_form):
            form.finish()
        self._editor.selection.changed.disconnect(self._on_selection_changed)
        self._editor.changed.disconnect(self._on_document_changed)

    def _on_selection_changed(self, selection: Selection) -> None:
        flywheel = self._editor.flywheel
        # In file order, so that the first of several is the same one every time.
        factors = [key for key in flywheel.factors if key in selection.factors]
        links = [key for key in flywheel.links if key in selection.links]
        self.document_form.setVisible(selection.is_empty)
        self.factor_form.setVisible(bool(factors))
        self.link_form.setVisible(bool(links))
        self._other.setVisible(not selection.is_empty and not factors and not links)
        self.factor_form.set_ids(factors)
        self.link_form.set_ids(links)
        if selection.is_empty:
            self.document_form.show_values()
        else:
            self.document_form.finish()

    def _on_document_changed(self, change: Change) -> None:
        if self._editor.selection.is_empty:
            if change.header is not None:
                self.document_form.show_values()
            return
        factors, links = set(change.ids("factors")), set(change.ids("links"))
        if factors & set(self.factor_form.ids):
            self.factor_form.show_values()
        if links & set(self.link_form.ids):
            self.link_form.show_values()
        if self.link_form.ids and (factors or links):
            self.link_form.show_ends()
