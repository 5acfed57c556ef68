"""Kesu intake: sales: customers, complaints, replies, confirmations, follow-ups."""
