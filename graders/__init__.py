"""The graders of Numbers Go Brrr: judge, worker, timing, reports and exports."""
