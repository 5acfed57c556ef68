"""The case file (案卷): everything that happened to one complaint or campaign, in every department, on one page."""
