"""Agreements with customers (客户协议)."""
