"""Returns: goods that come back, line by line, from request to closed."""
