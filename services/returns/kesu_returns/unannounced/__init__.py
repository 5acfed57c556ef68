"""Goods that came back unannounced: kept in quarantine until sales has settled it."""
