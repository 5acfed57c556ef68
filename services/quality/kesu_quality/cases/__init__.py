"""Cases (检验任务): one per complaint or returned lot, from the question to the closed judgement."""
