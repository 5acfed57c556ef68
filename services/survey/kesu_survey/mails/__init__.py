"""Mails that carry a survey's links (调查邮件): the outbox, reminders, and what came back."""
