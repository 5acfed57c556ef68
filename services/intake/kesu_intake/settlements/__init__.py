"""Agreements with the customer (处理约定)."""
