"""Defect codes (缺陷代码): a small tree that verdicts, reviews and figures speak in."""
