"""Kesu webhooks: subscriptions of third parties."""
