"""Appointments for guidance, training and maintenance (预约): when, where, who goes, and what came of it."""
