"""Kesu capa: corrective and preventive action reports."""
