"""`flywheel COMMAND`: the words of the call, the command, and the exit status.

Every way out leads through `_status_of`: whatever happens is one line on standard error and one
of five statuses, and `--debug` shows the traceback as well.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from flywheel_studio import __version__
from flywheel_studio.cli import check, convert, export, new, simulate, templates
from flywheel_studio.cli.arguments import Command, Commands, Parser, declare, speak_our_language
from flywheel_studio.cli.console import STANDARD, Console, FileTrouble, Status, WrongCall, say
from flywheel_studio.language.translate import SYSTEM, tr, use_language

PROGRAM: Final = "flywheel"
WINDOW_PROGRAM: Final = "flywheel-studio"


def main(argv: Sequence[str] | None = None) -> int:
    """The command `flywheel`.

    Args:
        argv: the words after the program's name; None takes those of this call.

    Returns:
        the exit status: 0 done, 1 `check` found something, 2 the words of the call are off,
        3 a file could not be read or written, 130 interrupted.
    """
    _one_thread_for_products()
    words = list(sys.argv[1:] if argv is None else argv)
    return _status_of(lambda: _run(words), PROGRAM, is_debug="--debug" in words)


def program() -> int:
    """The command `flywheel` as a process that ends with it.

    What a command makes lasts until its end, modules above all: looking for garbage among it, and
    once more before the process may go, took a fifth of an export.
    """
    gc.disable()
    status = main()
    gc.freeze()
    return status


def open_window(argv: Sequence[str] | None = None) -> int:
    """The command `flywheel-studio`: the window, with the files that are named.

    Args:
        argv: the words after the program's name; None takes those of this call.
    """
    _one_thread_for_products()
    words = list(sys.argv[1:] if argv is None else argv)
    return _status_of(lambda: _run_window(words), WINDOW_PROGRAM, is_debug="--debug" in words)


def _run(words: list[str]) -> int:
    use_language(SYSTEM)
    speak_our_language()
    args = _parser().parse_args(words)
    console = Console(is_quiet=getattr(args, "quiet", False))
    run: Command = args.run
    return run(args, console)


def _run_window(words: list[str]) -> int:
    use_language(SYSTEM)
    speak_our_language()
    parser = Parser(prog=WINDOW_PROGRAM, description=tr("Draw a strategy flywheel"))
    _declare_files(parser)
    parser.add_argument("--template", metavar="ID", help=argparse.SUPPRESS)
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"{WINDOW_PROGRAM} {__version__}")
    args = parser.parse_args(words)
    return _open(args, Console())


def _open(args: argparse.Namespace, _console: Console) -> int:
    if STANDARD in args.files:
        raise WrongCall(tr("the window opens files, not standard input"))
    template: str | None = getattr(args, "template", None)
    if template is not None:
        templates.must_exist(template)

    from flywheel_studio.app.quick_imports import quick_imports

    with quick_imports():
        from flywheel_studio.app.composition import run

    return run([Path(file) for file in args.files], template)


def _parser() -> Parser:
    common = argparse.ArgumentParser(add_help=False)
    _declare_common(common)
    parser = Parser(prog=PROGRAM, description=tr("Draw, check, run and export strategy flywheels"))
    _declare_common(parser)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands: Commands = parser.add_subparsers(
        title=tr("commands"), metavar=tr("COMMAND"), dest="command", required=True
    )
    _declare_files(declare(commands, "open", tr("open the window"), _open, common=common))
    for module in (templates, new, check, simulate, export, convert):
        module.add_command(commands, common)
    return parser


def _declare_common(parser: argparse.ArgumentParser) -> None:
    """What may stand before the command and after it."""
    parser.add_argument(
        "--quiet",
        action="store_true",
        default=argparse.SUPPRESS,
        help=tr("say nothing beside the result"),
    )
    parser.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help=tr("show where in the program something went wrong"),
    )


def _declare_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar=tr("FILE"), help=tr("a flywheel to open"))


def _one_thread_for_products() -> None:
    """Before NumPy loads: its OpenBLAS makes each matrix product in one thread.

    Ours have some hundred rows. Two threads gain nothing on them, and where anything else is at
    work on the same cores, like the window beside ten thousand runs, they wait for each other:
    measured, a batch of 16 factors took 115 s instead of 8. Whoever has set the variable keeps it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _status_of(run: Callable[[], int], program: str, *, is_debug: bool) -> int:
    """Carry something out and turn whatever it raises into a line and a status."""
    try:
        status = int(run())
        _flush()
    except SystemExit:  # only --help and --version leave this way, and they have spoken
        status = _status_of(lambda: Status.DONE, program, is_debug=is_debug)
    except WrongCall as problem:
        status = _said(program, str(problem), Status.WRONG_CALL, is_debug)
    except FileTrouble as problem:
        status = _said(program, str(problem), Status.FILE_TROUBLE, is_debug)
    except KeyboardInterrupt:
        status = _said(program, tr("interrupted"), Status.INTERRUPTED, is_debug)
    except MemoryError:
        status = _said(program, tr("there is not enough memory"), Status.FILE_TROUBLE, is_debug)
    except Exception as problem:  # noqa: BLE001 - the last line of defence against a traceback
        status = _said(program, _unforeseen(problem), Status.FILE_TROUBLE, is_debug)
    return status


def _said(program: str, sentence: str, status: Status, is_debug: bool) -> Status:
    if is_debug:
        from traceback import print_exc

        print_exc()
    say(f"{program}: {sentence}")
    return status


def _unforeseen(problem: Exception) -> str:
    return tr(
        "something unforeseen went wrong ({problem}); --debug shows where",
        problem=f"{type(problem).__name__}: {problem}",
    )


def _flush() -> None:
    """Find a full or closed standard output here, not while the interpreter ends.

    Raises:
        FileTrouble: what was said did not arrive.
    """
    if sys.stdout is not None:
        Console().result_bytes(b"")
