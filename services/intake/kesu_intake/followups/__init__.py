"""Follow-ups after corrective actions (跟踪)."""
