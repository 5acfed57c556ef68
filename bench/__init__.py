"""What `make bench` runs: the speed of the whole path, as ratios to what the same machine reached with less in the same minutes."""
