"""Verbs: pure functions from one flywheel to the next, which reuse what they leave alone."""
