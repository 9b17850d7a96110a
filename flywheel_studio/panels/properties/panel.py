"""The properties panel: what is selected, or the document while nothing is.

Of several kinds each has its form, below what they have in common. It reads again only when the
selection, a record that it shows or the theme has changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.insight.checks.diagnosis import Focus
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Kind
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.scrolling import fill_with
from flywheel_studio.panels.properties.band import BandForm
from flywheel_studio.panels.properties.document import DocumentForm
from flywheel_studio.panels.properties.economics import EconomicsForm
from flywheel_studio.panels.properties.factor import FactorForm
from flywheel_studio.panels.properties.link import LinkForm
from flywheel_studio.panels.properties.mixed import MixedForm
from flywheel_studio.panels.properties.records import RecordsForm
from flywheel_studio.panels.properties.text import TextForm
from flywheel_studio.panels.properties.wheel import WheelForm
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import wear
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selection


class PropertiesPanel(QWidget):
    """Forms, of which those are shown that fit the selection."""

    def __init__(
        self,
        editor: Editor,
        *,
        tokens: Tokens = LIGHT,
        parent: QWidget | None = None,
        is_whole: bool = True,
    ) -> None:
        """`is_whole`: with all its forms; else `building` makes them, one at a time."""
        super().__init__(parent)
        self._editor = editor
        self._tokens = tokens
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        self._body = QWidget(self)
        self._body.setObjectName("panelBody")
        self._scroll = fill_with(self, self._body)
        self._shown_kinds: list[Kind] = []
        if is_whole:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make the forms, in steps that a window can answer between; all of them are a tenth
        of a second. The panel is of use when the last is done.
        """
        editor, body = self._editor, self._body
        self.mixed_form = MixedForm(editor, body)
        self.document_form = DocumentForm(editor, body)
        yield
        self.factor_form = FactorForm(editor, body)
        yield
        self.link_form = LinkForm(editor, body)
        yield
        self.band_form = BandForm(editor, body)
        self.text_form = TextForm(editor, body)
        yield
        self.wheel_form = WheelForm(editor, body)
        self.economics_form = EconomicsForm(editor, body)
        yield
        self._kinds: dict[Kind, RecordsForm] = {
            "factors": self.factor_form,
            "links": self.link_form,
            "bands": self.band_form,
            "texts": self.text_form,
        }
        self._whole: tuple[Form, ...] = (
            self.document_form,
            self.wheel_form,
            self.economics_form,
        )
        self._forms: tuple[Form, ...] = (self.mixed_form, *self._kinds.values(), *self._whole)
        self._other = plain_label("subline", body)
        self._other.setText(tr("What is selected has no properties to set here."))
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
        for form in (self._other, *self._forms):
            column.addWidget(form)
        column.addStretch(1)
        wear(self, self._tokens)
        for form in self._forms:
            form.set_tokens(self._tokens)
            yield
        editor.selection.changed.connect(self._on_selection_changed)
        editor.changed.connect(self._on_document_changed)
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
            (self.band_form, "label" if len(self.band_form.ids) == 1 else "from"),
            (self.text_form, "text" if len(self.text_form.ids) == 1 else "width"),
            (self.document_form, "title"),
            (self.wheel_form, "title" if len(self.wheel_form.ids) == 1 else "purpose"),
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
        chosen = self._chosen(selection)
        self.document_form.setVisible(selection.is_empty)
        self.economics_form.setVisible(selection.is_empty)
        for kind, form in self._kinds.items():
            form.setVisible(bool(chosen[kind]))
            form.set_ids(chosen[kind])
        # It shows itself where there is a wheel to show.
        is_wheel = selection.is_empty or bool(chosen["wheels"])
        self.wheel_form.is_wanted = is_wheel
        self.wheel_form.setVisible(is_wheel and bool(self._editor.flywheel.wheels))
        kinds = [kind for kind, ids in chosen.items() if ids]
        self._other.setVisible(not selection.is_empty and not kinds)
        self.mixed_form.setVisible(len(kinds) > 1)
        if kinds != self._shown_kinds:
            # Another form begins at its top; the same one stays where it was, to compare by.
            self._shown_kinds = kinds
            self._scroll.verticalScrollBar().setValue(0)
        items = [(kind, key) for kind in kinds for key in chosen[kind]] if len(kinds) > 1 else []
        self.mixed_form.set_items(items)
        if is_wheel:
            self.wheel_form.set_ids(chosen["wheels"])
        else:
            self.wheel_form.finish()
        for whole in (self.document_form, self.economics_form):
            if selection.is_empty:
                whole.show_values()
            else:
                whole.finish()

    def _chosen(self, selection: Selection) -> dict[Kind, list[str]]:
        """What is selected by kind, in file order: the first of several is the same every time."""
        flywheel = self._editor.flywheel
        kinds: tuple[Kind, ...] = (*self._kinds, "wheels")
        return {
            kind: [key for key in flywheel.table(kind) if (kind, key) in selection]
            for kind in kinds
        }

    def _on_document_changed(self, change: Change) -> None:
        is_empty = self._editor.selection.is_empty
        if is_empty and change.header is not None:
            self.document_form.show_values()
            self.economics_form.show_values()
        wheels = set(change.ids("wheels"))
        if self.wheel_form.is_wanted and (
            change.header is not None or wheels or change.ids("factors")
        ):
            self.wheel_form.show_values()
        if is_empty:
            return
        for kind, form in self._kinds.items():
            # The header holds theme and palette, a wheel its name in a list.
            is_shown = bool(form.ids)
            if is_shown and (
                change.header is not None or wheels or set(change.ids(kind)) & set(form.ids)
            ):
                form.show_values()
        if self.link_form.ids and (change.ids("factors") or change.ids("links")):
            self.link_form.show_ends()
        if not self.mixed_form.isHidden():
            self.mixed_form.show_values()
