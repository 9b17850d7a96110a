"""The panels beside the paper: momentum, loops, properties."""
