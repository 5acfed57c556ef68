"""Catch-up: reading the peers' journals, so that whatever a bus lost arrives all the same."""
