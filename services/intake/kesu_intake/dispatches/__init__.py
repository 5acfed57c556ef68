"""Questions to the departments and their answers (分发)."""
