"""Read-across (D7): where else it applies, as work of the department there."""
