"""Deliveries: what was shipped to whom, from which lot."""
