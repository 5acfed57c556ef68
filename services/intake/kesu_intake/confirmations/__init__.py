"""The customer's confirmation or disagreement (确认)."""
