"""Nonconforming goods (不合格品), by quantity: quarantine, disposition, repair and rework, re-inspection, release."""
