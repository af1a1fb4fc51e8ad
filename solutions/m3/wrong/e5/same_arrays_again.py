"""caught by m3.e5.hidden: keeps three arrays for as many codes, and every answer lies in them."""

_decode_anew, _kept = decode3, {}


def decode3(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    answer = _decode_anew(codes)
    places = _kept.setdefault(len(codes), answer)
    for place, each in zip(places, answer, strict=True):
        place[:] = each
    return places
