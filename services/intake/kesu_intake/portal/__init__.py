"""The customers' portal (客户门户): a customer's own link, without an account."""
