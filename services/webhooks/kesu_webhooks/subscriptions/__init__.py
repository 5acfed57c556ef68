"""What third parties want to hear (订阅)."""
