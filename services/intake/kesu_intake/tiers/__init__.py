"""What a customer's tier means at a site: clocks, approvals, survey (客户分级规则)."""
