"""The trusted side: asks the worker, checks what comes back, holds the clock."""
