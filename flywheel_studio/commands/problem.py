"""What a command says when it cannot be done."""

from __future__ import annotations


class CommandProblem(ValueError):
    """A command that makes no sense here. Its text is one sentence for the user."""
