"""What intake keeps of other departments' records."""
