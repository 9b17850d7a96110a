"""What is done for a factor, in rows to tick off: in its properties and on a page of their own."""
