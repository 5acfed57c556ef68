"""My work (我的工作): the open tasks of all services, as their facts tell."""
