"""The honest second opinion: what makes a good flywheel, one function a rule."""
