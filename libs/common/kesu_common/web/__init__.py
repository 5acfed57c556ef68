"""What every service's web process shares: the app factory, access, problems, paging, idempotency, health and the pages' frame."""
