"""Delegations (代理): who approves while a lead or the general manager is away."""
