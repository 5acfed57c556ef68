"""Team and sponsor of a report (D1)."""
