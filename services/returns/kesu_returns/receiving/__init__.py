"""Receiving: returned goods come in, by scan or by hand, and what will not come is said."""
