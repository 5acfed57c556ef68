"""Translations of complaints into the language that the site works in (译文)."""
