"""tr("…"): the sentences of the program in the language of the person who reads them.

Placeholders are filled in after the look-up, and only when values are given, so a name that a
person typed is never read as a format. The catalogue is opened at the first language other than
English: the English command line never pays for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final, NamedTuple

from flywheel_studio.resource_files import resource

ENGLISH: Final = "en"
SYSTEM: Final = "system"

# Each language under its own name, so that a person who cannot read the others finds it.
_OWN_NAMES: Final[Mapping[str, str]] = {"en": "English", "de": "Deutsch"}

# The order in which POSIX and GNU gettext ask for the language of messages.
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def _english_plural(singular: str, plural: str, n: int) -> str:
    return singular if n == 1 else plural


def _unchanged(message: str) -> str:
    return message


class _Words(NamedTuple):
    """A language and how to look its sentences up."""

    language: str
    one: Callable[[str], str]
    plural: Callable[[str, str, int], str]


_ENGLISH_WORDS: Final = _Words(ENGLISH, _unchanged, _english_plural)

# What the program speaks, and what a document's own words are said in for a moment: the second
# belongs to one thread, so that no other says half a sentence in it.
_words: _Words = _ENGLISH_WORDS
_for_now: ContextVar[_Words | None] = ContextVar("_for_now", default=None)


def tr(message: str, **named: object) -> str:
    """Say `message` in the current language, with its `{placeholders}` filled in.

    Args:
        message: a literal in English. Never an f-string: extraction reads the source.
        named: a value for each placeholder. Without any, braces stand for themselves.
    """
    text = (_for_now.get() or _words).one(message)
    return text.format(**named) if named else text


def ntr(singular: str, plural: str, n: int, **named: object) -> str:
    """Say how many there are: `singular` or `plural` by the rules of the current language.

    Args:
        n: the count, which is also the value of the placeholder `{n}`.
        named: values of the other placeholders.
    """
    return (_for_now.get() or _words).plural(singular, plural, n).format(n=n, **named)


def use_language(code: str) -> None:
    """Speak another language from now on; what was said before stays as it is.

    Args:
        code: a key of `available_languages()`, such a key with a territory ("de_AT", "de-CH"), or
            "system" for what the environment asks for. English where there is no such catalogue.
    """
    global _words
    _words = _words_of(_system_language() if code == SYSTEM else _known_language(code) or ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language inside this block and this thread: that of a document, say.

    Args:
        code: a key of `available_languages()`, with or without a territory; any other is English.
    """
    token = _for_now.set(_words_of(_known_language(code) or ENGLISH))
    try:
        yield
    finally:
        _for_now.reset(token)


def current_language() -> str:
    """The code of the language that `tr` speaks: a key of `available_languages()`."""
    return (_for_now.get() or _words).language


def available_languages() -> dict[str, str]:
    """Every language that the program speaks: its code, and what it calls itself."""
    return dict(_OWN_NAMES)


@cache
def _words_of(language: str) -> _Words:
    """The words of a language that we speak, read once."""
    if language == ENGLISH:
        return _ENGLISH_WORDS
    from gettext import GNUTranslations

    with resource("translations", language, "LC_MESSAGES", "flywheel.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    return _Words(language, catalogue.gettext, catalogue.ngettext)


def _known_language(name: str) -> str | None:
    """The language of a locale's name ("de_AT.UTF-8@euro" is German); None when we do not speak it."""
    code = name.replace("-", "_").partition("_")[0].partition(".")[0].partition("@")[0].lower()
    if code in ("c", "posix"):
        return ENGLISH
    return code if code in _OWN_NAMES else None


def _system_language() -> str:
    """What the environment asks for: the first language of its list that we speak, else English."""
    locale = next((os.environ[name] for name in _LOCALE_VARIABLES if os.environ.get(name)), "")
    if not locale:
        locale = _locale_of_the_desktop()
    wanted = [locale]
    if locale.partition(".")[0] not in ("", "C", "POSIX"):  # as GNU gettext: "C" silences LANGUAGE
        wanted[:0] = os.environ.get("LANGUAGE", "").split(":")
    return next((code for code in map(_known_language, wanted) if code), ENGLISH)


def _locale_of_the_desktop() -> str:
    """The locale of a desktop that tells programs outside the environment: Windows and macOS."""
    if sys.platform == "win32":
        import ctypes
        import locale

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(number, "")
    if sys.platform == "darwin":
        import locale

        return locale.getlocale()[0] or ""
    return ""
