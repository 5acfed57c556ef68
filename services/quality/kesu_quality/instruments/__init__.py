"""Measuring instruments (计量器具) and their calibration."""
