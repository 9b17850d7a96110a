"""The only mutable editing state: the open document, its history, and what runs beside it."""
