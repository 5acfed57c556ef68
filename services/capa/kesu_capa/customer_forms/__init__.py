"""Customers' own spreadsheets of an 8D (客户表格模板), filled from a report by a mapping."""
