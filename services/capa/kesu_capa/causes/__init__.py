"""Causes of a problem (D4): trees of whys, and the Ishikawa diagram."""
