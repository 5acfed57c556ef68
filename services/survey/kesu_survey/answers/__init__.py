"""What customers answered, over the link or on paper (调查答卷)."""
