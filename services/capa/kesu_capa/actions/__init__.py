"""The single actions of a corrective action report."""
