"""The personal links with which customers answer (调查邀请)."""
