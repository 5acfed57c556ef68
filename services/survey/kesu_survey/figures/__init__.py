"""What the answers amount to (统计分析), and what else is known of these customers."""
