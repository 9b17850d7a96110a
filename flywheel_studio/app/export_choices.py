"""The questions of the export dialog: which of them are asked depends on the format.

Every row names the option that it sets, and is shown to the formats whose row in the table takes
that option. The answers are remembered, all but the presentation and the part of the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from flywheel_studio.app.deck_field import DeckField
from flywheel_studio.app.settings import Settings
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.export.registry import (
    PADDING,
    Asked,
    Exporter,
    Picture,
    PictureOptions,
)
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.fields.choices import QuietList

PRESETS: Final = (1920, 3840)
# A film of full HD is some megabytes; nobody wants one four times that.
FILM_PRESETS: Final = (960, 1280, 1920)
SMALLEST: Final = 16
LARGEST: Final = 16_384
_SECONDS: Final = (3, 6, 10, 20)


class Content(NamedTuple):
    """A part of the drawing that can be exported: what it is called, and how it is cut out."""

    title: str
    cut: Callable[[Picture], Picture]


class ExportChoices(QWidget):
    """The form. `changed` tells that an answer has changed; `problem` says what is wrong, if anything."""

    changed = Signal()

    def __init__(
        self,
        exporters: Sequence[Exporter],
        contents: Sequence[Content],
        theme: str,
        has_pages: bool,
        settings: Settings,
    ) -> None:
        super().__init__()
        self._exporters = exporters
        self._contents = contents
        self._has_pages = has_pages
        self._settings = settings
        self._build(theme)
        self._remember_last()
        self._connect()
        self._show_rows()

    # -- the answers

    @property
    def exporter(self) -> Exporter:
        return self._exporters[self.format.currentIndex()]

    @property
    def content(self) -> Content:
        return self._contents[self.part.currentIndex()]

    @property
    def theme_name(self) -> str:
        return str(self.theme.currentData())

    @property
    def carries_model(self) -> bool:
        return self._asks("model") and self.model.isChecked()

    @property
    def problem(self) -> str:
        """What makes no sense, in a sentence; "" when all is well."""
        if (
            self._asks("width")
            and self.size_choice.currentData() == 0
            and self._own_width() is None
        ):
            return tr(
                "The width is a whole number from {least} to {most}.",
                least=SMALLEST,
                most=LARGEST,
            )
        return self.deck.problem if self._asks("into") else ""

    def options(self) -> PictureOptions:
        """The answers; `model` and `into` are the caller's, who reads and writes files."""
        return PictureOptions(
            width=self._width(),
            transparent=self._asks("transparent") and self.transparent.isChecked(),
            text="outlines" if self._asks("text") and self.outlines.isChecked() else "text",
            padding=0.0 if self._asks("padding") and self.tight.isChecked() else PADDING,
            pages="wheels" if self._asks("pages") and self.pages.isChecked() else "one",
            links=self.links.currentData(),
            slides=self.slides.currentData(),
            shape=self.shape.currentData(),
            deck_look=self.deck.path is not None and self.deck_look.isChecked(),
            seconds=float(self.seconds.currentData()),
        )

    def store(self) -> None:
        """Remember the answers for the next time."""
        put = self._settings.put
        put("export/format", self.exporter.id)
        choice = self.size_choice.currentData()
        put("export/size", {None: "paper", 0: "own"}.get(choice, str(choice)))
        put("export/width", self.width_field.text())
        put("export/film-size", str(self.film_size.currentData()))
        put("export/links", self.links.currentData())
        put("export/slides", self.slides.currentData())
        put("export/shape", self.shape.currentData())
        put("export/seconds", str(self.seconds.currentData()))
        for key, box in self._boxes().items():
            put(f"export/{key}", box.isChecked())

    # -- the form

    def _build(self, theme: str) -> None:
        self.format = _combo(tr("Format"))
        for row in self._exporters:
            self.format.addItem(row.title(), row.id)
        self.part = _combo(tr("What"))
        for content in self._contents:
            self.part.addItem(content.title)
        self.size_choice = _combo(tr("Size"))
        self.size_choice.addItem(tr("As on the paper"), None)
        for width in PRESETS:
            self.size_choice.addItem(tr("{width} pixels wide", width=width), width)
        self.size_choice.addItem(tr("Another width"), 0)
        self.film_size = _combo(tr("Size"))
        self.film_size.addItem(tr("As on the paper"), None)
        for width in FILM_PRESETS:
            self.film_size.addItem(tr("{width} pixels wide", width=width), width)
        self.width_field = QLineEdit("2560")
        self.width_field.setAccessibleName(tr("Width in pixels"))
        self.width_field.setMaxLength(5)
        self.theme = _combo(tr("Colours"))
        self.theme.addItem(tr("As the drawing"), theme)
        titles = {
            "clean": tr("Light (clean)"),
            "slate": tr("Dark (slate)"),
            "napkin": tr("Drawn by hand (napkin)"),
        }
        for name in theme_names():
            self.theme.addItem(titles.get(name, name), name)
        self.slides = _combo(tr("Slides"))
        self.slides.addItem(tr("One slide"), "one")
        self.slides.addItem(tr("A story, step by step"), "story")
        self.links = _combo(tr("Links"))
        self.links.addItem(tr("As they are drawn"), "exact")
        self.links.addItem(tr("Connectors that follow their factors"), "glued")
        self.shape = _combo(tr("Slide shape"))
        for shape in ("16:9", "4:3"):
            self.shape.addItem(shape, shape)
        self.seconds = _combo(tr("Length"))
        for seconds in _SECONDS:
            self.seconds.addItem(ntr("{n} second", "{n} seconds", seconds), seconds)
        self.pages = QCheckBox(tr("One page a wheel"))
        self.deck_look = QCheckBox(tr("In the look of the presentation"))
        self.transparent = QCheckBox(tr("Transparent background"))
        self.tight = QCheckBox(tr("No margin"))
        self.outlines = QCheckBox(tr("Letters as outlines"))
        self.model = QCheckBox(tr("Carry the flywheel inside"))
        self._model_note = note_label(
            tr("Whoever has the picture can open it here again, with everything in it.")
        )
        self._format_note = note_label("")
        self.deck = DeckField()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.addRow(tr("Format"), self.format)
        form.addRow("", self._format_note)
        form.addRow(tr("What"), self.part)
        form.addRow(tr("Size"), self.size_choice)
        form.addRow(tr("Size"), self.film_size)
        form.addRow(tr("Width"), self.width_field)
        form.addRow(tr("Slides"), self.slides)
        form.addRow(tr("Links"), self.links)
        form.addRow(tr("Put into"), self.deck)
        form.addRow("", self.deck_look)
        form.addRow(tr("Slide shape"), self.shape)
        form.addRow(tr("Length"), self.seconds)
        form.addRow(tr("Colours"), self.theme)
        for box in (self.pages, self.transparent, self.tight, self.outlines, self.model):
            form.addRow("", box)
        form.addRow("", self._model_note)
        self._form = form

    def _boxes(self) -> dict[str, QCheckBox]:
        return {
            "transparent": self.transparent,
            "tight": self.tight,
            "outlines": self.outlines,
            "model": self.model,
            "pages": self.pages,
            "deck-look": self.deck_look,
        }

    def _remember_last(self) -> None:
        settings = self._settings
        _choose(self.format, settings.text("export/format", "png"))
        size = settings.text("export/size", "1920")
        _choose(
            self.size_choice, {"1920": 1920, "3840": 3840, "own": 0, "paper": None}.get(size, 1920)
        )
        self.width_field.setText(settings.text("export/width", "2560"))
        film = settings.text("export/film-size", "None")
        _choose(self.film_size, int(film) if film.isdecimal() else None)
        _choose(self.links, settings.text("export/links", "exact"))
        _choose(self.slides, settings.text("export/slides", "one"))
        _choose(self.shape, settings.text("export/shape", "16:9"))
        seconds = settings.text("export/seconds", "6")
        _choose(self.seconds, int(seconds) if seconds.isdecimal() else 6)
        for key, box in self._boxes().items():
            box.setChecked(settings.flag(f"export/{key}", key == "model"))

    def _connect(self) -> None:
        combos = (
            self.format, self.part, self.size_choice, self.film_size, self.theme, self.slides,
            self.links, self.shape, self.seconds,
        )  # fmt: skip
        for combo in combos:
            combo.currentIndexChanged.connect(self._on_changed)
        for box in self._boxes().values():
            box.toggled.connect(self._on_changed)
        self.width_field.textChanged.connect(self._on_changed)
        self.deck.changed.connect(self._on_changed)

    def _asks(self, option: Asked) -> bool:
        return option in self.exporter.takes

    @property
    def _asks_size(self) -> bool:
        return self._asks("width") and not self._asks("seconds")

    @property
    def _is_own_width(self) -> bool:
        return self._asks_size and self.size_choice.currentData() == 0

    def _width(self) -> int | None:
        """The width that is asked for, pixels; None for that of the paper."""
        if not self._asks("width"):
            return None
        if self._is_own_width:
            return self._own_width()
        width = (self.size_choice if self._asks_size else self.film_size).currentData()
        return None if width is None else int(width)

    def _own_width(self) -> int | None:
        words = self.width_field.text().strip()
        if not words.isdecimal():
            return None
        return int(words) if SMALLEST <= int(words) <= LARGEST else None

    def _show_rows(self) -> None:
        """Ask what the format knows, and nothing else."""
        self._format_note.setText(self.exporter.note())
        has_deck = self._asks("into") and self.deck.path is not None
        rows: list[tuple[Any, bool]] = [
            (self.part, len(self._contents) > 1),
            (self.size_choice, self._asks_size),
            (self.width_field, self._is_own_width),
            (self.film_size, self._asks("width") and self._asks("seconds")),
            (self.slides, self._asks("slides")),
            (self.links, self._asks("links")),
            (self.deck, self._asks("into")),
            (self.deck_look, has_deck),
            (self.shape, self._asks("shape") and not has_deck),
            (self.seconds, self._asks("seconds")),
            (self.pages, self._asks("pages") and self._has_pages),
            (self.transparent, self._asks("transparent")),
            (self.tight, self._asks("padding")),
            (self.outlines, self._asks("text")),
            (self.model, self._asks("model")),
            (self._model_note, self.carries_model),
        ]
        for field, is_asked in rows:
            self._form.setRowVisible(field, is_asked)
        self.theme.setEnabled(not (has_deck and self.deck_look.isChecked()))

    def _on_changed(self) -> None:
        self._show_rows()
        self.changed.emit()


def note_label(words: str) -> QLabel:
    """A caption that is never read as markup."""
    label = QLabel(words)
    label.setObjectName("caption")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _combo(name: str) -> QuietList:
    combo = QuietList()
    combo.setAccessibleName(name)
    return combo


def _choose(combo: QuietList, value: object) -> None:
    for index in range(combo.count()):
        if combo.itemData(index) == value:
            combo.setCurrentIndex(index)
            return
