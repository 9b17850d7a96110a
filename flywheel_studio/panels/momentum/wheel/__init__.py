"""The drawn wheel that turns with the run, and the few facts beside it."""
