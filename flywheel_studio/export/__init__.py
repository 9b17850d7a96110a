"""A figure as the bytes of a file, without Qt."""
