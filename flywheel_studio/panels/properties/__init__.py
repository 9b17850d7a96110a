"""What the selected records are: a form for each kind, and one for the document."""
