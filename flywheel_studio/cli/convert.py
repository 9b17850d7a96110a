"""`flywheel convert`: other tools' files into and out of `.flywheel`.

A flywheel to a flywheel rewrites it in today's version and canonical form, also in place. XMILE takes
the momentum model to other simulation programs; it has no place for what a drawing says besides.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flywheel_studio.cli.arguments import Commands, declare
from flywheel_studio.cli.console import STANDARD, Console, Status, WrongCall, listed
from flywheel_studio.cli.documents import must_not_replace, read_document, write_output
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.model.flywheel import Flywheel

# A picture that carries its flywheel inside is read like the file it was made from.
READABLE: Final = (".flywheel", ".svg", ".png")
XMILE: Final = ".xmile"
WRITABLE: Final = (".flywheel", XMILE)


def add_command(commands: Commands, common: argparse.ArgumentParser) -> None:
    parser = declare(
        commands, "convert", tr("rewrite a file in another format"), run, common=common
    )
    parser.add_argument("source", metavar=tr("IN"), help=tr("the file to read"))
    parser.add_argument("target", metavar=tr("OUT"), help=tr("the file to write"))


def run(args: argparse.Namespace, console: Console) -> Status:
    _must_be_known(args.source, READABLE)
    _must_be_known(args.target, WRITABLE)
    if STANDARD in (args.source, args.target) or _format(args.source) != _format(args.target):
        must_not_replace(args.source, args.target)
    flywheel, _ = read_document(args.source, console)
    write_output(args.target, _written(flywheel, _format(args.target)), console)
    return Status.DONE


def _format(file: str) -> str:
    return Path(file).suffix.lower()


def _written(flywheel: Flywheel, suffix: str) -> bytes:
    if suffix == XMILE:
        from flywheel_studio.interop.xmile import xmile_bytes

        return xmile_bytes(flywheel)
    from flywheel_studio.storage.codec import encode

    return encode(flywheel)


def _must_be_known(file: str, formats: tuple[str, ...]) -> None:
    """Raises: WrongCall: the suffix names no format that we can convert."""
    if file != STANDARD and _format(file) not in formats:
        raise WrongCall(
            tr(
                "the format of {file} is not known; there are: {names}",
                file=file,
                names=listed(formats),
            )
        )
