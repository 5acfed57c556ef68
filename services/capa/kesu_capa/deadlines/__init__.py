"""What the clock states about corrective actions, besides the levels that every task has."""
