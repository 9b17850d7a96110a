"""The window: what puts canvas, panels and files together for a person."""
