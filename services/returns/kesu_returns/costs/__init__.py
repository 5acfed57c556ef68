"""Costs of a return and of an on-site job (退货成本): freight, handling, material, credit."""
