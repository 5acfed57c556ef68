"""Opinions and suggestions (意见和建议): coded, summed up, and passed to the departments (clause 4.2.3.4)."""
