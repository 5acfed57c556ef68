"""Mails to customers (发给客户的邮件): the outbox, what became of each, and sending again."""
