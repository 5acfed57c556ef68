"""Written originals (原件): where the paper lies, whether the files are intact, and who has had a copy."""
