"""The general manager's page (总经理总览, clause 3.1) and the team's figures (clause 4.1.2-c)."""
