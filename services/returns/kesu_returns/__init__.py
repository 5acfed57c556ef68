"""Kesu returns: warehouse and logistics: deliveries, returns, scans, replacements."""
