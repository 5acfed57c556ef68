"""Sampling (抽样): how many pieces of a lot are inspected and how many bad ones are too many, by ISO 2859-1 and ISO 2859-2."""
