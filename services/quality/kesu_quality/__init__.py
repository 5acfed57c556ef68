"""Kesu quality: QA: standards, tests, verdicts, reviews, nonconforming goods."""
