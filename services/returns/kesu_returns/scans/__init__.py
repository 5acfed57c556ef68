"""Scans: what devices and people read off labels, kept for ever, matched to returns."""
