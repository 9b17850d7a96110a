"""The properties panel: what is selected, or the document while nothing is.

It reads again only when the selection or a record that it shows has changed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.insight.checks.diagnosis import Focus
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.document_form import DocumentForm
from flywheel_studio.panels.economics_form import EconomicsForm
from flywheel_studio.panels.factor_form import FactorForm
from flywheel_studio.panels.form import Form
from flywheel_studio.panels.link_form import LinkForm
from flywheel_studio.panels.parts import fill_with, plain_label
from flywheel_studio.panels.style import LIGHT, Tokens, wear
from flywheel_studio.panels.wheel_form import WheelForm
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selection


class PropertiesPanel(QWidget):
    """Forms, of which those are shown that fit the selection."""

    def __init__(
        self, editor: Editor, *, tokens: Tokens = LIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        body = QWidget(self)
        body.setObjectName("panelBody")
        self._scroll = fill_with(self, body)
        self.document_form = DocumentForm(editor, body)
        self.factor_form = FactorForm(editor, body)
        self.link_form = LinkForm(editor, body)
        self.wheel_form = WheelForm(editor, body)
        self.economics_form = EconomicsForm(editor, body)
        self._whole = (self.document_form, self.wheel_form, self.economics_form)
        self._forms = (self.factor_form, self.link_form, *self._whole)
        self._other = plain_label("subline", body)
        self._other.setText(tr("What is selected has no properties to set here."))
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
        for form in (self._other, *self._forms):
            column.addWidget(form)
        column.addStretch(1)
        editor.selection.changed.connect(self._on_selection_changed)
        editor.changed.connect(self._on_document_changed)
        self.set_tokens(tokens)
        self._on_selection_changed(editor.selection)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        wear(self, tokens)
        for form in self._forms:
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

    def focus_field(self, focus: Focus) -> bool:
        """Put the cursor into a field of what is shown; False where there is none for it."""
        forms: dict[str, Form] = {
            "factors": self.factor_form,
            "links": self.link_form,
            "wheels": self.wheel_form,
        }
        if focus.kind == "wheels":
            self.wheel_form.set_wheel(focus.id)
        form = forms.get(focus.kind, self.document_form)
        if focus.kind == "document" and not form.has_field(focus.field):
            form = self.economics_form
        if form.isHidden() or not form.has_field(focus.field):
            return False
        target = form.field(focus.field).first_focus()
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(target)
        return True

    def detach(self) -> None:
        """Commit what is under way and stop listening; call before the panel goes away."""
        for form in self._forms:
            form.finish()
        self._editor.selection.changed.disconnect(self._on_selection_changed)
        self._editor.changed.disconnect(self._on_document_changed)

    def _on_selection_changed(self, selection: Selection) -> None:
        flywheel = self._editor.flywheel
        # In file order, so that the first of several is the same one every time.
        factors = [key for key in flywheel.factors if key in selection.factors]
        links = [key for key in flywheel.links if key in selection.links]
        self.document_form.setVisible(selection.is_empty)
        self.economics_form.setVisible(selection.is_empty)
        # A form of a wheel shows itself where there is a wheel to show.
        self.wheel_form.setEnabled(selection.is_empty)
        self.wheel_form.setVisible(selection.is_empty and bool(flywheel.wheels))
        self.factor_form.setVisible(bool(factors))
        self.link_form.setVisible(bool(links))
        self._other.setVisible(not selection.is_empty and not factors and not links)
        self.factor_form.set_ids(factors)
        self.link_form.set_ids(links)
        for form in self._whole:
            if selection.is_empty:
                form.show_values()
            else:
                form.finish()

    def _on_document_changed(self, change: Change) -> None:
        if self._editor.selection.is_empty:
            if change.header is not None:
                self.document_form.show_values()
                self.economics_form.show_values()
            if change.ids("wheels") or change.ids("factors"):
                self.wheel_form.show_values()
            return
        factors, links = set(change.ids("factors")), set(change.ids("links"))
        if factors & set(self.factor_form.ids):
            self.factor_form.show_values()
        if links & set(self.link_form.ids):
            self.link_form.show_values()
        if self.link_form.ids and (factors or links):
            self.link_form.show_ends()
