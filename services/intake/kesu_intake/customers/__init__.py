"""Customers (客户): who they are, how important, whom to talk to."""
