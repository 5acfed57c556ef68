"""Replies to the customer (回复)."""
