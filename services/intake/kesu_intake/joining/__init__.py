"""Complaints that were entered twice, joined into one (合并重复客诉)."""
