"""The test report for the customer (检测报告), made from what quality has told."""
