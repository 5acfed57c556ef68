"""Talks in depth with key customers whom a survey found dissatisfied (不满意客户深访)."""
