"""The radar (雷达): complaints that resemble a new one, and kinds of complaints that become more frequent."""
