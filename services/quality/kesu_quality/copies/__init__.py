"""What quality keeps of other departments' records."""
