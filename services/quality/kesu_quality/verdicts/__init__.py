"""Verdicts (检验结论): whose fault it is, with the defect and the department responsible."""
