"""How what is selected looks: a few choices for each kind, each of which looks good.

Colours are places in the palette of the theme or of the brand, so that they change with it; a
colour of its own that a file brings is offered beside them. What is chosen like the theme's own is
not written down, so that it follows the theme from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from flywheel_studio.commands.styles import (
    COLOR_KEYS,
    has_own_look,
    reset_look,
    set_color,
    set_style,
)
from flywheel_studio.drawing.factor_icons import icon_names
from flywheel_studio.drawing.factor_shapes import SHAPES, SIZES, fill_of, icon_of, shape_of
from flywheel_studio.drawing.looks import FILLS, drawn_color, known_word, palette_place, plain_color
from flywheel_studio.drawing.paper_marks import NOTE_ALIGNS, NOTE_SIZES, NOTE_WEIGHTS
from flywheel_studio.drawing.theme import PARTS, WORDS, Theme, theme_of
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.model.placement import HUB
from flywheel_studio.panels.fields.choices import ChoiceField
from flywheel_studio.panels.fields.field import Field
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.parts.icons import Sign, icon
from flywheel_studio.panels.properties.looks.icon_words import icon_words
from flywheel_studio.panels.properties.looks.picture_field import PictureField
from flywheel_studio.panels.properties.looks.pictures import (
    align_picture,
    fill_picture,
    icon_picture,
    many_colors,
    shape_picture,
    swatch,
)
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor

Items = tuple[tuple[Kind, str], ...]
Read = Callable[[Any], Any]
# Words are read, so their colour stands out more than a line's.
_LEAST: Final[dict[Kind, float]] = {"texts": WORDS, "wheels": WORDS}


class LookForm(Form):
    """The look of records of one kind; of several kinds (`kind` None) only their colour.

    `is_open`: whether the fields show to begin with; the title opens and closes them.
    """

    def __init__(
        self,
        editor: Editor,
        kind: Kind | None,
        parent: QWidget | None = None,
        *,
        is_open: bool = True,
    ) -> None:
        super().__init__(editor, parent)
        self._kind = kind
        self._items: Items = ()
        self._tokens = LIGHT
        self._theme = theme_of(editor.flywheel.header)
        self.title = QPushButton(tr("Look"), self)
        self.title.setObjectName("more")
        self.title.setCheckable(True)
        self.title.setChecked(is_open)
        self.title.setIconSize(QSize(12, 12))
        self.title.setAccessibleName(tr("Look"))
        self.title.setToolTip(tr("Shape, colour and the like: show or hide them"))
        self.title.toggled.connect(self._on_toggled)
        self.add_widget(self.title)
        self.color = PictureField([(None, "")], self._color_picture)
        match kind:
            case "factors":
                self._add_factor_fields()
            case "texts":
                self._add_text_fields()
            case "wheels":
                self._add_color()
                self._add_title_place()
            case _:
                self._add_color()
        back = tr("Back to the look of the theme")
        self.reset = QPushButton(back, self)
        self.reset.setAccessibleName(back)
        self.reset.setObjectName("more")
        self.reset.clicked.connect(self._on_reset)
        self.add_widget(self.reset)
        self._on_toggled(is_open)

    @property
    def items(self) -> Items:
        return self._items

    def set_items(self, items: Sequence[tuple[Kind, str]]) -> None:
        """Turn to these records; all are of the form's kind where it has one."""
        if tuple(items) != self._items:
            self.finish()
            self._items = tuple(items)
        self.show_values()

    def show_values(self) -> None:
        if not self.title.isChecked():
            # Read when it opens: a drag of many records asks for this with every frame.
            return
        theme = theme_of(self.editor.flywheel.header)
        is_other = theme != self._theme
        self._theme = theme
        self.color.set_choices(self._colors())
        if is_other:
            self.color.redraw()
        super().show_values()
        self.reset.setVisible(self._has_own_look())

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        super().set_tokens(tokens)
        self._draw_chevron()

    # -- building

    def _add_factor_fields(self) -> None:
        shapes = {"pill": tr("Pill"), "box": tr("Box"), "circle": tr("Disc")}
        fills = {"none": tr("Outline"), "soft": tr("Softly filled"), "full": tr("Filled")}
        self._add_pictures(
            "shape", tr("Shape"), [(each, shapes[each]) for each in SHAPES], shape_picture, shape_of
        )
        self._add_color()
        self._add_pictures(
            "fill", tr("Filling"), [(each, fills[each]) for each in FILLS], fill_picture, fill_of
        )
        sizes = {"small": tr("Small"), "medium": tr("Medium"), "large": tr("Large")}
        self._add_words("size", tr("Size"), [(each, sizes[each]) for each in SIZES], "medium")
        icons = [("", tr("None")), *((name, icon_words(name)) for name in icon_names())]
        self._add_pictures("icon", tr("Icon"), icons, icon_picture, icon_of)

    def _add_text_fields(self) -> None:
        sizes = {
            "small": tr("Small"), "medium": tr("Medium"), "large": tr("Large"),
            "huge": tr("Huge"),
        }  # fmt: skip
        self._add_words("size", tr("Size"), list(sizes.items()), next(iter(NOTE_SIZES)))
        weights = {"regular": tr("Regular"), "bold": tr("Bold")}
        self._add_words("weight", tr("Letters"), list(weights.items()), next(iter(NOTE_WEIGHTS)))
        sides = {"left": tr("Left"), "center": tr("Centred"), "right": tr("Right")}
        self._add_pictures(
            "align", tr("Alignment"), list(sides.items()), align_picture,
            partial(_word, "align", NOTE_ALIGNS, NOTE_ALIGNS[0]),
        )  # fmt: skip
        self._add_color()

    def _add_title_place(self) -> None:
        choices = [("", tr("Above the ring")), ("below", tr("Below the ring"))]
        self._add_words("title", tr("Title"), choices, "")

    def _add_words(self, key: str, name: str, choices: list[tuple[str, str]], default: str) -> None:
        known = tuple(value for value, _ in choices)
        self._add(key, name, ChoiceField(choices), partial(_word, key, known, default))

    def _add_pictures(
        self,
        key: str,
        name: str,
        choices: list[tuple[str, str]],
        picture: Callable[[str, Tokens], QIcon],
        read: Read,
    ) -> None:
        self._add(key, name, PictureField(choices, picture), read)

    def _add(self, key: str, name: str, field: Field, read: Read) -> None:
        self.add_field(
            key, name, field, partial(self._values, read), partial(self._setting, key),
            tr("Change look"),
        )  # fmt: skip

    def _add_color(self) -> None:
        self.add_field(
            "color",
            tr("Colour"),
            self.color,
            self._color_values,
            self._setting_color,
            tr("Change colour"),
        )

    # -- values

    def _records(self) -> list[tuple[Kind, Any]]:
        flywheel = self.editor.flywheel
        return [
            (kind, flywheel.table(kind)[key])
            for kind, key in self._items
            if key in flywheel.table(kind)
        ]

    def _values(self, read: Read) -> list[Any]:
        return [read(record) for _, record in self._records()]

    def _color_values(self) -> list[Any]:
        return [
            _color_value(record.style.get(COLOR_KEYS[kind]), self._theme)
            for kind, record in self._records()
        ]

    def _setting(self, key: str, value: str) -> Callable[[Flywheel], Flywheel]:
        return partial(_with_key, items=self._items, key=key, value=value)

    def _setting_color(self, value: object) -> Callable[[Flywheel], Flywheel]:
        return partial(set_color, items=self._items, color=value)

    def _has_own_look(self) -> bool:
        flywheel = self.editor.flywheel
        return any(has_own_look(flywheel, kind, record.id) for kind, record in self._records())

    # -- colours

    def _colors(self) -> list[tuple[Any, str]]:
        """The theme's own, the palette, and colours of their own that the records bring."""
        offered: list[tuple[Any, str]] = [(None, self._own_words())]
        for place, color in enumerate(self._theme.loops, start=1):
            offered.append((place, tr("Colour {number}: {color}", number=place, color=color)))
        own = {value for value in self._color_values() if isinstance(value, str)}
        offered += [(color, tr("Its own colour: {color}", color=color)) for color in sorted(own)]
        return offered

    def _own_words(self) -> str:
        if self._kind in ("factors", "links"):
            return tr("The colour of its loop")
        return tr("The colour of the theme")

    def _color_picture(self, value: Any, tokens: Tokens) -> QIcon:
        theme = self._theme
        least = _LEAST.get(self._kind, PARTS) if self._kind is not None else PARTS
        color = drawn_color(value, theme, least)
        if color is not None:
            return swatch(color, tokens)
        if self._kind in ("texts", "wheels"):
            return swatch(theme.ink, tokens)
        return many_colors(theme.loops[:3], tokens)

    # -- slots

    def _on_toggled(self, is_open: bool) -> None:
        for key in list(self._rows):
            self.set_row_visible(key, is_open)
        self.reset.setVisible(is_open and self._has_own_look())
        self._draw_chevron()
        self.show_values()

    def _on_reset(self) -> None:
        self.finish()
        self.editor.perform(
            tr("Back to the look of the theme"), partial(reset_look, items=self._items)
        )
        # The button is gone now: what is next to it takes the focus.
        self.title.setFocus()

    def _draw_chevron(self) -> None:
        sign: Sign = "chevron" if self.title.isChecked() else "onward"
        self.title.setIcon(icon(sign, self._tokens.muted))


def _word(key: str, known: tuple[str, ...], default: str, record: Any) -> str:
    return known_word(record.style.get(key), known, default)


def _color_value(value: object, theme: Theme) -> Any:
    """A place in the palette, a colour of its own, or None for the theme's."""
    place = palette_place(value, theme)
    if place is not None:
        return place
    color = plain_color(value, theme)
    return None if color is None else color.upper()


def _with_key(flywheel: Flywheel, items: Items, key: str, value: str) -> Flywheel:
    """The flywheel with a key of these styles set; taken out where it is the record's own default.

    Args:
        items: of one kind.
    """
    kind = items[0][0]
    table = flywheel.table(kind)
    plain = [id_ for _, id_ in items if value == _default(kind, key, table[id_])]
    others = [id_ for _, id_ in items if value != _default(kind, key, table[id_])]
    flywheel = set_style(flywheel, kind, plain, **{key: None})
    return set_style(flywheel, kind, others, **{key: value})


def _default(kind: Kind, key: str, record: Any) -> str:
    """What is drawn where the style is silent."""
    if kind == "factors":
        is_hub = record.role == HUB
        shape, fill = ("circle", "full") if is_hub else ("pill", "none")
        return {"shape": shape, "fill": fill, "size": "medium"}.get(key, "")
    defaults = {"size": "medium", "weight": "regular", "align": NOTE_ALIGNS[0]}
    return defaults.get(key, "") if kind == "texts" else ""
