"""Places where goods lie, and their movements."""
