"""What customers are asked: questionnaires and their versions (客户满意度调查表)."""
