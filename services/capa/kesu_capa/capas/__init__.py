"""Corrective and preventive action reports (纠正/预防措施报告)."""
