"""The process that runs student code, and the wire to it."""
