"""Ways of handling (处理方式): what quality decides about a return that sales asks for."""
