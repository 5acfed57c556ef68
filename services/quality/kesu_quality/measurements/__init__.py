"""Tests (检测): measured values of a sample, judged by the service against the product's standard."""
