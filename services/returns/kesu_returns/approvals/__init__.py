"""Approvals: a lead who is not the requester lets a return go ahead, or does not."""
