"""What protects the customer, in quantities per place (D3)."""
