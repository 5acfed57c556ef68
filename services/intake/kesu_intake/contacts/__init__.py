"""Contacts (客户联系): whatever a customer calls, writes or comes for that is no complaint, and its way to an end."""
