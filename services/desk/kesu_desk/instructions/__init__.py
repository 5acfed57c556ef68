"""Instructions of the general manager (总经理批示) on any case (clause 3.1)."""
