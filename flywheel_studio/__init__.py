"""Flywheel Studio: draw a strategy flywheel, check it, set it in motion, put it on a slide."""

__version__ = "0.1.0"
