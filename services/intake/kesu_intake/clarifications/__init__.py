"""What caused a complaint that is not our fault, and what we advise (原因澄清)."""
