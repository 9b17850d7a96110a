"""The properties of one or several links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.links import STRENGTHS, give_range, set_link
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import NEGATIVE, POSITIVE, Link
from flywheel_studio.model.weight_range import ends_of, has_range
from flywheel_studio.panels.fields.choices import ChoiceField, ListField, SwitchField
from flywheel_studio.panels.fields.evidence import EvidenceField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import setting
from flywheel_studio.panels.fields.numbers import NumberOnlyField, SliderField
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.properties.records import RecordsForm
from flywheel_studio.session.editor import Editor

_MOST_WEIGHT: Final = 2.0
# Of the strength, to both sides.
_SHARES: Final = (0.2, 0.5)
_UNEVEN: Final = -1.0


class LinkForm(RecordsForm):
    """Sign, strength, delay and the reason why. Changes apply to all that are selected."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, "links", tr("Link"), parent)
        self._ends = plain_label("value", self)
        self.add_widget(self._ends)
        self._add(
            "polarity",
            tr("Sign"),
            ChoiceField([(POSITIVE, tr("+  lifts")), (NEGATIVE, tr("−  lowers"))]),
            tr("Change sign"),
            tr("Whether more of the one makes more of the other, or less"),
        )
        self._add(
            "weight",
            tr("Strength"),
            SliderField(low=0.0, high=_MOST_WEIGHT, least=0.0, step=0.05),
            tr("Change strength"),
            tr("How much of the speed is passed on: 0.5 by itself"),
        )
        words = (tr("weak"), tr("medium"), tr("strong"), tr("very strong"))
        self._add(
            "weight",
            tr("Strength in words"),
            ChoiceField(list(zip(STRENGTHS, words, strict=True))),
            tr("Change strength"),
            key="words",
            is_named=False,
        )
        self._add_range()
        self._add(
            "delay",
            tr("Delay"),
            NumberOnlyField(least=0.0, step=0.5),
            tr("Change delay"),
            tr("How many time units later it arrives"),
        )
        self._add(
            "active",
            tr("Switched on"),
            SwitchField(tr("Switched on")),
            tr("Switch link"),
            tr("Switched off it is drawn faint and takes no part in loops or runs"),
            is_named=False,
        )
        self.add_section(tr("Why"))
        self._add(
            "reason",
            tr("Reason"),
            WordField(lines=3, is_long=True),
            tr("Change reason"),
            tr("Why more of the one makes more, or less, of the other"),
        )
        self._add(
            "confidence",
            tr("How sure is it?"),
            ListField(_confidences()),
            tr("Change confidence"),
            tr("Strong is drawn in one piece, developing with a light core, unproven dotted"),
        )
        self._add(
            "evidence",
            tr("Evidence"),
            EvidenceField(),
            tr("Change evidence"),
            tr("What speaks for it, when it was seen and where that can be read"),
        )
        self._add("label", tr("Label"), WordField(), tr("Change label of link"))
        self.add_look(is_open=False)

    def set_ids(self, ids: Sequence[str]) -> None:
        super().set_ids(ids)
        self.show_ends()

    def show_ends(self) -> None:
        """Name the factors at both ends, where it is one link."""
        flywheel = self.editor.flywheel
        link = flywheel.links.get(self.ids[0]) if len(self.ids) == 1 else None
        self._ends.setVisible(link is not None)
        if link is not None:
            self._ends.setText(
                tr(
                    "{source} → {target}",
                    source=factor_name(flywheel, link.source),
                    target=factor_name(flywheel, link.target),
                )
            )

    def _add(
        self,
        attribute: str,
        name: str,
        field: Field,
        undo_label: str,
        hint: str = "",
        *,
        key: str = "",
        is_named: bool = True,
        beside: str = "",
    ) -> None:
        self.add_field(
            key or attribute,
            name,
            field,
            partial(self.values, attribute),
            setting(set_link, attribute, self.current_ids),
            undo_label,
            hint=hint,
            is_named=is_named,
            beside=beside,
        )

    def _add_range(self) -> None:
        """How far the strength may be off: with one click, or end by end."""
        shares = [(share, f"±\u202f{share:.0%}".replace("%", "\u202f%")) for share in _SHARES]
        self.add_field(
            "range",
            tr("Range of the strength"),
            ChoiceField([(None, tr("none")), *shares]),
            self._shares,
            self._set_share,
            tr("Change range of strength"),
            hint=tr("How far it may be off. The momentum panel then says how sure the run is"),
        )
        for attribute, name, beside in (
            ("weight_low", tr("Lowest strength"), ""),
            ("weight_high", tr("Highest strength"), "weight_low"),
        ):
            self._add(
                attribute,
                name,
                NumberOnlyField(least=0.0, step=0.05, is_optional=True, empty_text=tr("as it is")),
                tr("Change range of strength"),
                tr("Left empty, the strength itself is this end of its range"),
                beside=beside,
            )

    def _shares(self) -> list[Any]:
        return [_share_of(link) for link in self.records()]

    def _set_share(self, share: float | None) -> Callable[[Flywheel], Flywheel]:
        return partial(give_range, links=self.ids, share=share)


def _share_of(link: Link) -> Any:
    """None where it is sure, the share of an even range, and otherwise nothing that lights up."""
    if not has_range(link):
        return None
    ends = (link.weight_low, link.weight_high)
    return next((share for share in _SHARES if ends_of(link.weight, share) == ends), _UNEVEN)


def _confidences() -> list[tuple[str, str]]:
    return [
        ("", tr("not rated")),
        ("strong", tr("Strong: seen again and again")),
        ("developing", tr("Developing: first signs")),
        ("unproven", tr("Unproven: we believe it")),
    ]
