"""Corrective actions on paper: the report (纠正/预防措施报告, clause 6-c) and the one-page 8D."""
