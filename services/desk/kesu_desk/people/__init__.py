"""People (人员): accounts, passwords, roles at sites."""
