"""caught by m5.e3.hidden: filling memory is no work of the card."""

_ON_THE_CARD = ("kernel", "gpu_memcpy")
