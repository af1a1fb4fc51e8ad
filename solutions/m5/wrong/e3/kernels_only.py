"""caught by m5.e3.correct m5.e3.hidden: copies are no work of the card."""

_ON_THE_CARD = ("kernel",)
