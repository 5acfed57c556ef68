"""Copies of what other departments own, as far as the warehouse needs it."""
