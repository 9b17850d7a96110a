"""The words that people read, in their language: the standard library's gettext, no Qt."""
