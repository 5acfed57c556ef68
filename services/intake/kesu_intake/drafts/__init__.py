"""E-mails that may become complaints (邮件草稿)."""
