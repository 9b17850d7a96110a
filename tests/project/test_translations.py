"""Nothing that a person reads stays untranslated, and nothing in the source hides from extraction."""

import importlib
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from flywheel_studio.language.translate import available_languages
from flywheel_studio.resource_files import resource


@pytest.fixture(scope="module")
def translations(checkout: Path) -> Iterator[ModuleType]:
    """packaging/translations.py, which is a script and in no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(checkout / "packaging"))
        yield importlib.import_module("translations")
    for name in ("translations", "source_lint"):
        sys.modules.pop(name, None)


@pytest.fixture
def lint(translations: ModuleType, tmp_path: Path):
    """What the lint says of a module with this source."""

    def complaints(source: str) -> list[str]:
        path = tmp_path / "module.py"
        path.write_text(source)
        return list(translations.complaints_about(path, tmp_path))

    return complaints


def one(
    original: str | tuple[str, str], translated: str | tuple[str, str], *, fuzzy: bool = False
) -> Catalog:
    catalogue = Catalog(locale="de")
    catalogue.add(original, translated, flags=["fuzzy"] if fuzzy else [])
    return catalogue


def test_everything_that_is_said_is_said_in_every_language(translations: ModuleType) -> None:
    assert translations.check() == []


def test_each_language_that_is_offered_has_a_catalogue(translations: ModuleType) -> None:
    assert ["en", *translations.languages()] == list(available_languages())


def test_the_compiled_catalogue_is_what_the_written_one_says(translations: ModuleType) -> None:
    for language in translations.languages():
        written = translations.read(translations.place(language, ".po"))
        with resource("translations", language, "LC_MESSAGES", "flywheel.mo").open("rb") as file:
            spoken = GNUTranslations(file)
        for message in written:
            if isinstance(message.id, tuple):
                for n in (0, 1, 2, 11):
                    assert spoken.ngettext(*message.id, n) == message.string[int(n != 1)]
            elif message.id:
                assert spoken.gettext(message.id) == message.string


@pytest.mark.slow
def test_a_second_update_would_change_nothing(
    translations: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path)
    monkeypatch.setattr(translations, "languages", lambda: ["de"])
    german = resource("translations", "de", "LC_MESSAGES", "flywheel.po").read_bytes()
    translations.place("de", ".po").parent.mkdir(parents=True)
    translations.place("de", ".po").write_bytes(german)
    translations.update()
    assert translations.place("de", ".po").read_bytes() == german
    assert (tmp_path / "flywheel.pot").read_bytes() == resource(
        "translations", "flywheel.pot"
    ).read_bytes()


@pytest.mark.parametrize(
    ("original", "translated", "complaint"),
    [
        ("Save", "", "untranslated"),
        (("{n} loop", "{n} loops"), ("{n} Kreislauf", ""), "untranslated"),
        ("Save {file}", "{datei} sichern", "placeholders differ"),
        ("Save {file}", "Sichern", "placeholders differ"),
        (("{n} loop", "{n} loops"), ("{n} Kreislauf", "{m} Kreisläufe"), "placeholders differ"),
        ("Save", "Sichern {n}", "placeholders differ"),
        ("expected %(what)s", "erwartet wird %(was)s", "placeholders differ"),
        ("Save…", "Sichern", "ends with '…'"),
        ("Title:", "Titel", "ends with ':'"),
    ],
)
def test_a_poor_translation_is_found(
    original: str | tuple[str, str],
    translated: str | tuple[str, str],
    complaint: str,
    translations: ModuleType,
) -> None:
    template = Catalog()
    template.add(original)
    found = list(translations.complaints(template, one(original, translated)))
    assert found
    assert complaint in found[0]


def test_a_good_translation_is_left_alone(translations: ModuleType) -> None:
    for original, translated in [
        ("Save {file}…", "{file} sichern…"),
        (("one loop", "{n} loops"), ("ein Kreislauf", "{n} Kreisläufe")),
    ]:
        template = Catalog()
        template.add(original)
        assert list(translations.complaints(template, one(original, translated))) == []


def test_a_fuzzy_a_missing_and_an_obsolete_message_are_found(translations: ModuleType) -> None:
    template = Catalog()
    template.add("Save")
    assert "fuzzy" in next(translations.complaints(template, one("Save", "Sichern", fuzzy=True)))
    found = list(translations.complaints(template, one("Open", "Öffnen")))
    assert [line.partition(" (")[0] for line in found] == [
        "not in the catalogue",
        "no longer in the source",
    ]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ("tr(f'Save {name}')", "f-string"),
        ("tr(name)", "needs a literal"),
        ("tr('a' + name)", "needs a literal"),
        ("ntr('{n} loop', name, 2)", "needs a literal"),
        ("tr('')", "empty message"),
        ("tr('Save {file}', name=name)", "placeholders"),
        ("tr('Save {file}')", "placeholders"),
        ("tr('Save', file=name)", "placeholders"),
        ("tr('Save {}', file=name)", "without a plain name"),
        ("tr('Save {file.name}', file=name)", "without a plain name"),
    ],
)
def test_a_call_that_extraction_would_miss_is_found(call: str, complaint: str, lint) -> None:
    (found,) = lint(f"def say(name):\n    return {call}\n")
    assert complaint in found
    assert found.startswith("module.py:2: ")


@pytest.mark.parametrize(
    "call", ["tr('Save {file}', file=name)", "ntr('one', '{n} more', 3)", "tr('50 % {')"]
)
def test_a_proper_call_is_left_alone(call: str, lint) -> None:
    assert lint(f"def say(name):\n    return {call}\n") == []


@pytest.mark.parametrize(
    "source",
    [
        "TITLE = tr('Save')",
        "class A:\n    title = tr('Save')",
        "def say(title=tr('Save')):\n    pass",
    ],
    ids=["a constant", "a class attribute", "a default"],
)
def test_a_call_while_the_module_is_imported_is_found(source: str, lint) -> None:
    (found,) = lint(source)
    assert "before a language is chosen" in found


def test_a_function_that_is_called_later_may_speak(lint) -> None:
    assert lint("ROW = ('svg', lambda: tr('Save'))") == []
