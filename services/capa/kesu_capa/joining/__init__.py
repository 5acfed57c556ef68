"""Joining two reports by hand, and splitting a complaint off again."""
