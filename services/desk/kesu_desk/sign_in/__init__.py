"""Signing in and out (登录): sessions kept here, tokens that every service can check."""
