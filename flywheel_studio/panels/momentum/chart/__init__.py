"""The curves of a run: what they are, how they are painted, read, pictured and saved."""
