"""The test report (检测报告) that goes with the reply to the customer (clause 4.1.3.4)."""
