"""The fields of forms and the column that holds them, each bound to one value of the document."""
