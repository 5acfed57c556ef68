"""One survey that is carried out (满意度调查): its frozen sample, its states, its end."""
