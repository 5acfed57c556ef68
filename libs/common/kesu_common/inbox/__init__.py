"""The inbox: facts from elsewhere, stored before they are acknowledged, each handled once. Idempotency and retry in one table."""
