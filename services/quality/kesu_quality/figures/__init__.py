"""Figures (统计): which defects there are most of, and how much is good at the first inspection."""
