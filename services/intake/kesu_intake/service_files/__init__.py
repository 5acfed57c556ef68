"""Service files of important customers (客户服务档案)."""
