"""Which of the files that somebody handed in are the module's, wherever they lie: one rule, for `collect` and for `grade`."""
