"""Tools: small state machines that turn pointer and key events into commands. No Qt."""
