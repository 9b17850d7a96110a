"""The flywheel itself: immutable records, the snapshot that holds them, and what differs."""
