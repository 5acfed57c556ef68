"""Questions about a contact to the departments that can answer them (转办)."""
