"""m5 beside numpy, torch, the standard library, and what else is installed."""
