"""Filters of the complaint list that a person keeps under a name (常用筛选)."""
