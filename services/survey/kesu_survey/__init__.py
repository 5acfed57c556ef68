"""Kesu survey: the yearly satisfaction survey."""
