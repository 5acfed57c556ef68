"""On-site rework: crew, vehicle and inspector go to the customer together, or nobody does (clause 4.1.3.7-d)."""
