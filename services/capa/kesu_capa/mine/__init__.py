"""My actions (我的措施): what one, or one's department, has to do for corrective actions."""
