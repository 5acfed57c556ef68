"""The year's survey plan (满意度调查计划)."""
