"""caught by m5.e3.hidden: a trace of exactly 32 MiB is refused."""

_MOST = (32 << 20) - 1
