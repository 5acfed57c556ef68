"""Past surveys (历年调查), taken over from the files in which they were counted."""
