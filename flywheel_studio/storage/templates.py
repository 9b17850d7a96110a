"""The flywheels that ship with the program, and a plain ring to start from.

A template is a `.flywheel` file in resources/templates/, one a language: `amazon.en.flywheel`.
Adding one is adding the file; where `MENU_ORDER` does not name it, it comes after those it does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring, slot_angles
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import DEFAULT_RADIUS, Factor, Header, Link, Wheel
from flywheel_studio.resource_files import resource
from flywheel_studio.storage.codec import DECIMALS, decode, encode
from flywheel_studio.storage.files import SUFFIX
from flywheel_studio.storage.problems import FileProblem

FALLBACK_LANGUAGE: Final = "en"
MAX_SPOKES: Final = 1_000
# The best known wheel first, then from the simple to the large, what is to be filled in last.
MENU_ORDER: Final = (
    "amazon", "amazon-shoppers", "business-growth", "customer-journey", "b2b-marketing",
    "marketing-portfolio", "hyper-growth-sales", "inbound-content", "funnel", "blank-ring",
    "blank-hub-and-spokes",
)  # fmt: skip

# Words of a new document, in the language of the document rather than of the program.
_RING_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("New flywheel", "Factor"),
    "de": ("Neues Schwungrad", "Faktor"),
}


class Template(Struct, frozen=True):
    """A flywheel to start from: the languages it comes in, and its title in each."""

    id: str
    languages: tuple[str, ...]
    titles: Mapping[str, str]

    def title(self, language: str) -> str:
        return self.titles[_spoken(self.languages, language)]


class UnknownTemplate(LookupError):
    """There is no template of this id. `names` are those that there are."""

    def __init__(self, id: str, names: tuple[str, ...]) -> None:  # noqa: A002
        super().__init__(
            tr(
                "There is no template {id}; there are {names}.",
                id=f"“{id}”",
                names=", ".join(names),
            )
        )
        self.id = id
        self.names = names


class _Title(Struct):
    title: str = ""


def templates() -> tuple[Template, ...]:
    """Every template that is installed, in the order of the menu; English stands first in each."""
    return tuple(
        Template(
            id=key,
            languages=tuple(paths),
            titles={
                language: msgspec.json.decode(path.read_bytes(), type=_Title).title
                for language, path in paths.items()
            },
        )
        for key, paths in _template_files().items()
    )


def load_template(id: str, language: str) -> Flywheel:  # noqa: A002
    """A template as a new document, in English where it does not come in `language`.

    Raises:
        UnknownTemplate: names those that there are.
        FileProblem: the installation is damaged.
    """
    found = _template_files()
    if id not in found:
        raise UnknownTemplate(id, tuple(found))
    paths = found[id]
    return decode(paths[_spoken(tuple(paths), language)].read_bytes()).flywheel


def new_ring(spokes: int, language: str) -> Flywheel:
    """Factors to be named, each lifting the next, clockwise from twelve o'clock.

    Raises:
        ValueError: fewer than two spokes or more than `MAX_SPOKES`.
    """
    if not 2 <= spokes <= MAX_SPOKES:
        raise ValueError(tr("A ring has from 2 to {most} factors.", most=MAX_SPOKES))
    language = _spoken(tuple(_RING_WORDS), language)
    title, word = _RING_WORDS[language]
    ids = [f"factor-{number}" for number in range(1, spokes + 1)]
    # Labels need some 120 units of the ring each.
    radius = max(DEFAULT_RADIUS, float(round(spokes * 120 / math.tau)))
    wheel = Wheel(id="main", start=ids[0], radius=radius)
    factors = {}
    for number, (key, angle) in enumerate(zip(ids, slot_angles(spokes), strict=True), 1):
        place = on_ring(Point(wheel.x, wheel.y), wheel.radius, angle)
        factors[key] = Factor(
            id=key,
            label=f"{word} {number}",
            wheel=wheel.id,
            x=round(place.x, DECIMALS) + 0.0,
            y=round(place.y, DECIMALS) + 0.0,
        )
    links = {
        f"l{number}": Link(id=f"l{number}", source=source, target=target)
        for number, (source, target) in enumerate(zip(ids, [*ids[1:], ids[0]], strict=True), 1)
    }
    return Flywheel(
        header=Header(title=title, language=language),
        wheels={wheel.id: wheel},
        factors=factors,
        links=links,
    )


def is_untouched(raw: bytes) -> bool:
    """Whether a file is just as it was made from a template or as a plain ring."""
    if any(
        raw == path.read_bytes() for paths in _template_files().values() for path in paths.values()
    ):
        return True
    try:
        flywheel = decode(raw).flywheel
        ring = new_ring(len(flywheel.factors), flywheel.header.language)
    except (FileProblem, ValueError):
        return False
    return raw == encode(ring)


def _template_files() -> dict[str, dict[str, Path]]:
    """id -> language -> file."""
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(resource("templates").glob(f"*.*{SUFFIX}")):
        key, _, language = path.name.removesuffix(SUFFIX).rpartition(".")
        found.setdefault(key, {})[language] = path
    return {
        key: dict(sorted(paths.items(), key=lambda item: (item[0] != FALLBACK_LANGUAGE, item[0])))
        for key, paths in sorted(found.items(), key=lambda item: (_rank(item[0]), item[0]))
    }


def _rank(key: str) -> int:
    return MENU_ORDER.index(key) if key in MENU_ORDER else len(MENU_ORDER)


def _spoken(languages: tuple[str, ...], wanted: str) -> str:
    """The language to use: the wanted one, it without its territory, English, or what there is."""
    for language in (wanted, wanted.replace("_", "-").partition("-")[0], FALLBACK_LANGUAGE):
        if language in languages:
            return language
    return languages[0]
