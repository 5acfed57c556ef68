"""The bench (检验台): what quality has to do next."""
