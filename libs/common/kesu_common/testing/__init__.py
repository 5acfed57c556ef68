"""For tests: the pytest plugin with real servers, and the suites that every service inherits."""
