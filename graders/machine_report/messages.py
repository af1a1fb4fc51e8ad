"""What the report of a machine says about itself."""

from collections.abc import Sequence

MEASURED_QUICKLY = "Measured quickly and on small sizes, only to see that it works: do not trust these numbers."


def measured_busy(signs: Sequence[str]) -> str:
    return (
        f"This machine was not quiet ({'; '.join(signs)}), so it can do better than it says here: "
        "close what you can, plug in the power, and measure again."
    )
