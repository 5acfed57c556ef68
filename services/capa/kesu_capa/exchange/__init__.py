"""8D reports to and from customers' systems (8D 报告交换): Catena-X `report_8d` 1.0.0 as JSON."""
