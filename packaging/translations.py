#!/usr/bin/env python3
"""Keep the catalogues of resources/translations in step with the source.

    translations.py update     extract every tr("…") and merge it into the catalogues, then compile
    translations.py compile    rewrite the .mo files, which the program reads
    translations.py check      complain about anything that a reader would see untranslated

Dates are left out of all files: a second run changes nothing.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from source_lint import complaints_about

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "flywheel_studio"
CATALOGUES = ROOT / "resources" / "translations"
DOMAIN = "flywheel"
KEYWORDS = {"tr": None, "ntr": (1, 2)}

# What a message ends with is layout, not language: a colon before a field, an ellipsis before a dialog.
ENDINGS = ("…", ":", ".", "\n", " ")

Identity = str | tuple[str, ...]


def extract(source: Path = SOURCE) -> Catalog:
    """Every message of the source, in the order of files and lines."""
    template = _new_catalogue(None)
    found = extract_from_dir(source, [("**.py", "python")], keywords=KEYWORDS)
    for file, _, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        template.add(message, None, [(f"{source.name}/{file}", 0)], (), comments, context=context)
    return template


def read(path: Path) -> Catalog:
    """A catalogue as it lies on the disk."""
    with path.open("rb") as file:
        return _undated(read_po(file, domain=DOMAIN, abort_invalid=True))


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file: the same for the same translations."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def complaints(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the translations of one language, a line each."""
    here, there = set(_identities(template)), set(_identities(catalogue))
    for identity in sorted(here - there, key=str):
        yield f"not in the catalogue (run `update`): {identity!r}"
    for identity in sorted(there - here, key=str):
        yield f"no longer in the source (run `update`): {identity!r}"
    for message in catalogue:
        if message.id:
            yield from _complaints_about(message)


def _complaints_about(message: Message) -> Iterator[str]:
    originals = _forms(message.id)
    translations = _forms(message.string)
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    if not all(translations):
        yield f"untranslated: {message.id!r}"
        return
    wanted = {name for original in originals for name in placeholders(original)}
    for translation in translations:
        # "one loop" may leave out the number that "{n} loops" needs.
        if (
            placeholders(translation) | {"n"} != wanted | {"n"}
            or "n" in placeholders(translation) - wanted
        ):
            yield f"placeholders differ: {message.id!r} -> {translation!r}"
        for ending in ENDINGS:
            if translation.endswith(ending) != originals[-1].endswith(ending):
                yield f"one of them ends with {ending!r}: {message.id!r} -> {translation!r}"


def placeholders(text: str) -> set[str]:
    """The names between braces; and, of the messages that argparse fills in, the marks after `%`."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return named | set(re.findall(r"%(?:\(\w+\))?[srd](?!\w)", text))


def languages() -> list[str]:
    """The codes of the languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def place(language: str, suffix: str) -> Path:
    """The catalogue of a language: `suffix` is ".po" or ".mo"."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


def update() -> None:
    template = extract()
    _write(template, CATALOGUES / f"{DOMAIN}.pot")
    for language in languages():
        catalogue = read(place(language, ".po"))
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        _write(catalogue, place(language, ".po"))
    compile_all()


def compile_all() -> None:
    for language in languages():
        place(language, ".mo").write_bytes(compiled(read(place(language, ".po"))))


def check() -> list[str]:
    """Everything that is wrong, a line each; nothing when all is well."""
    template = extract()
    found = [line for path in sorted(SOURCE.rglob("*.py")) for line in complaints_about(path, ROOT)]
    on_disk = read(CATALOGUES / f"{DOMAIN}.pot")
    if _identities(on_disk) != _identities(template):
        found.append(f"{DOMAIN}.pot is not what the source says: run `update`")
    for language in languages():
        catalogue = read(place(language, ".po"))
        found += [f"{language}: {line}" for line in complaints(template, catalogue)]
        if not place(language, ".mo").exists() or place(language, ".mo").read_bytes() != compiled(
            catalogue
        ):
            found.append(f"{language}: the .mo file is not what the .po file says: run `compile`")
    return found


def _new_catalogue(language: str | None) -> Catalog:
    return _undated(
        Catalog(
            locale=language,
            domain=DOMAIN,
            header_comment="# What Flywheel Studio says. Translators change msgstr only.",
            project="Flywheel Studio",
            version="1",
            msgid_bugs_address="the project's issues",
            last_translator="Flywheel Studio contributors",
            language_team="Flywheel Studio contributors",
            fuzzy=False,
        )
    )


def _undated(catalogue: Catalog) -> Catalog:
    catalogue.creation_date = catalogue.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    return catalogue


def _write(catalogue: Catalog, path: Path) -> None:
    file = io.BytesIO()
    write_po(
        file, catalogue, width=100, include_lineno=False, sort_by_file=True, ignore_obsolete=True
    )
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')
    lines = [
        line for line in file.getvalue().splitlines(keepends=True) if not line.startswith(dated)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def _identities(catalogue: Catalog) -> list[Identity]:
    return sorted((_identity(message.id) for message in catalogue if message.id), key=str)


def _identity(message: str | Iterable[str]) -> Identity:
    return message if isinstance(message, str) else tuple(message)


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def main(words: list[str]) -> int:
    match words:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = check()
            print("\n".join(found), end="\n" if found else "")
            return int(bool(found))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
