"""Kesu desk: sign-in, people, my work, case file."""
