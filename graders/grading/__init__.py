"""A grading night: many submissions, one result file each."""
