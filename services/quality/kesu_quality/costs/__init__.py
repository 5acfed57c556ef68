"""Cost of poor quality (不良质量成本) of a case: hours, material, freight, credit."""
