"""Replacements: the same quantity of good goods goes out, line by line."""
