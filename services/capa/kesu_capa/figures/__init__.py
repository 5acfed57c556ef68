"""Figures of corrective actions (统计): causes, effectiveness, punctuality, repetition, workload."""
