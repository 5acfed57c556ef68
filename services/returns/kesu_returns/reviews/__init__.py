"""What quality found out about returned goods, applied to the quantities that came in."""
