"""Text to flywheel and back, whole or not at all: files, recovery, templates, pictures."""
