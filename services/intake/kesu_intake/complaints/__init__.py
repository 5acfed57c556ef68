"""Complaints (客诉): the form, its states, and everything that sales does with it."""
