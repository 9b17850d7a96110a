"""The command line: one module a command, and none of them imports more than it needs."""
