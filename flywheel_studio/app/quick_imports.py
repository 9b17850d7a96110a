"""Loads the window's modules as fast as Python can, which it does not do by itself after Qt.

PySide6 replaces the import function when it is first loaded, so what follows must not be one
import statement above the others: whoever opens a window wraps its import in `quick_imports`.
"""

from __future__ import annotations

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """Within it, after Qt itself, modules load by Python's own import and nothing is collected.

    A start makes hardly any garbage, and looking for it among what is being loaded took a tenth
    of the time. What was loaded stays for good, so that it is not looked through afterwards either.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        import PySide6.QtWidgets  # noqa: F401

        take_back_import()
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def take_back_import() -> None:
    """Give Python its own import function back."""
    # WORKAROUND for PySide6 (6.8 to 6.12): it replaces the import function by one that reads the
    # source of every later import; with the original back networkx loads in two thirds the time.
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
