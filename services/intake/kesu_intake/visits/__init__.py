"""Visits to customers (客户拜访)."""
