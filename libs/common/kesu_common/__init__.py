"""Mechanism that every Kesu service shares, without a word of the business."""
