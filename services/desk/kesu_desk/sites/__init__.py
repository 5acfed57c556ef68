"""Sites (厂区): plants and offices with their calendars, targets and rules."""
