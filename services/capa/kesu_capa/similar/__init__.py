"""Earlier reports like one that is opened."""
