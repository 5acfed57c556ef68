"""The log of exchanges with the customer (沟通记录)."""
