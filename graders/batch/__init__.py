"""Grading night: many hand-ins, one result file each."""
