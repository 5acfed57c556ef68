"""Who acts: actors, actions and roles, sessions, keys and tokens."""
