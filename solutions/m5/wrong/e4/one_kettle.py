"""caught by m5.e4.correct m5.e4.hidden: all kettles are the beginning of one long log."""

_long = _kettle(3000)


def _kettle(shifts):
    return _long[: _SIPS * shifts]
