"""Whether a corrective action works, told by complaints and deliveries (clause 4.1.3.6)."""
