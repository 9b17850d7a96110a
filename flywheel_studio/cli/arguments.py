"""A parser that speaks the user's language and says what is wrong in one line.

argparse looks its sentences up in gettext's global domain, with the language of the environment;
ours know their own. The words of the Python versions that we run on are listed here, where
extraction finds them; a sentence that a newer Python adds is said in English.
"""

from __future__ import annotations

import argparse
import math
import re
from typing import Any, NoReturn, Protocol

from flywheel_studio.cli.console import Console, WrongCall
from flywheel_studio.language.translate import tr


class Command(Protocol):
    """What carries a parsed command out."""

    def __call__(self, args: argparse.Namespace, console: Console, /) -> int: ...


# `add_subparsers` returns a private type of argparse.
Commands = Any


class Parser(argparse.ArgumentParser):
    """argparse, with `WrongCall` where it would print the usage and leave."""

    def __init__(self, **words: Any) -> None:
        # An abbreviation that works today is ambiguous when an option is added.
        super().__init__(allow_abbrev=False, **words)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse, but a word that a command does not know is that command's to complain of."""
        found, left = self.parse_known_args(args, namespace)
        if left:
            speaker: Parser = getattr(found, "parser", self)
            speaker.error(tr("unrecognized arguments: %s") % " ".join(left))
        return found

    def error(self, message: str) -> NoReturn:
        raise WrongCall(
            tr("{sentence} (see {command} --help)", sentence=message, command=self.prog)
        )


def declare(
    commands: Commands, name: str, does: str, run: Command, *, common: argparse.ArgumentParser
) -> argparse.ArgumentParser:
    """Add a command's parser to the table of commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=does, description=does, parents=[common]
    )
    parser.set_defaults(run=run, parser=parser)
    return parser


def positive_number(text: str) -> float:
    """An argument that is a finite number above 0, with a point in every locale."""
    value = _float(text)
    if value is None or value <= 0:
        raise argparse.ArgumentTypeError(tr("expected a number above 0, not {text}", text=text))
    return value


def whole_number(least: int, most: int, text: str) -> int:
    """An argument that is a whole number from `least` to `most`."""
    if not (re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(
            tr(
                "expected a whole number from {least} to {most}, not {text}",
                least=least,
                most=most,
                text=text,
            )
        )
    return int(text)


def speak_our_language() -> None:
    """Let argparse say its own sentences in the language that `tr` speaks."""

    def look_up(message: str) -> str:
        return _words_of_argparse().get(message, message)

    def look_up_plural(singular: str, plural: str, n: int) -> str:
        return look_up(singular if n == 1 else plural)

    # WORKAROUND (CPython, every version so far): argparse has no parameter for its words.
    for name, function in (("_", look_up), ("ngettext", look_up_plural)):
        setattr(argparse, name, function)
    # And Python 3.11 does not look this one up at all.
    argparse.ArgumentError.__str__ = _argument_error  # type: ignore[method-assign, assignment]


def _argument_error(problem: argparse.ArgumentError) -> str:
    if problem.argument_name is None:
        return str(problem.message)
    return tr("argument {name}: {sentence}", name=problem.argument_name, sentence=problem.message)


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _words_of_argparse() -> dict[str, str]:
    """Every sentence that a user of our commands can meet, from CPython 3.11 to 3.14."""
    return {
        "usage: ": tr("usage: "),
        "positional arguments": tr("positional arguments"),
        "options": tr("options"),
        "show this help message and exit": tr("show this help message and exit"),
        "show program's version number and exit": tr("show program's version number and exit"),
        "the following arguments are required: %s": tr("the following arguments are required: %s"),
        "one of the arguments %s is required": tr("one of the arguments %s is required"),
        "not allowed with argument %s": tr("not allowed with argument %s"),
        "ignored explicit argument %r": tr("ignored explicit argument %r"),
        "expected one argument": tr("expected one argument"),
        "expected at least one argument": tr("expected at least one argument"),
        "invalid choice: %(value)r (choose from %(choices)s)": tr(
            "invalid choice: %(value)r (choose from %(choices)s)"
        ),
        "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": tr(
            "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"
        ),
    }
