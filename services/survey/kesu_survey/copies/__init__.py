"""What survey keeps of other departments' records."""
