"""Daily feedback (日常反馈): complaints, returns and compliments of the year, beside the answers (clause 4.2.1.4)."""
