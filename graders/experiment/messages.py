"""What an experiment says beside its figures."""

NO_PICTURE = "No plot: matplotlib is not installed: pip install -e '.[plot]'"


def noisy_picture(noise: float) -> str:
    return f"do not trust this picture: it was measured at {100 * noise:.0f} % noise"
