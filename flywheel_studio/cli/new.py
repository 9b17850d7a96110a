"""`flywheel new`: a file to start from, a template's or a plain ring."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Final

from flywheel_studio.cli.arguments import Commands, declare, whole_number
from flywheel_studio.cli.console import Console, Status
from flywheel_studio.cli.documents import write_output
from flywheel_studio.cli.templates import must_exist
from flywheel_studio.language.translate import available_languages, tr

if TYPE_CHECKING:
    from flywheel_studio.model.flywheel import Flywheel

DEFAULT_SPOKES: Final = 4
# What `storage.templates.new_ring` takes; a test holds the two together.
LEAST_SPOKES: Final = 2
MOST_SPOKES: Final = 1_000


def add_command(commands: Commands, common: argparse.ArgumentParser) -> None:
    parser = declare(commands, "new", tr("make a new file"), run, common=common)
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--template", metavar="ID", help=tr("start from this flywheel"))
    start.add_argument(
        "--spokes",
        metavar="N",
        type=partial(whole_number, LEAST_SPOKES, MOST_SPOKES),
        help=tr("start from a ring of this many factors (4)"),
    )
    parser.add_argument(
        "--language",
        choices=tuple(available_languages()),
        default="en",
        help=tr("the language of its texts (en)"),
    )
    parser.add_argument(
        "-o", "--output", metavar=tr("FILE"), required=True, help=tr("the file to write")
    )


def run(args: argparse.Namespace, console: Console) -> Status:
    from flywheel_studio.storage.codec import encode

    write_output(args.output, encode(_start(args)), console)
    return Status.DONE


def _start(args: argparse.Namespace) -> Flywheel:
    from flywheel_studio.storage.templates import load_template, new_ring

    if args.template is None:
        return new_ring(args.spokes or DEFAULT_SPOKES, args.language)
    must_exist(args.template)
    return load_template(args.template, args.language)
