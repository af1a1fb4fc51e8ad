"""caught by m1.e5.hidden: takes the longest way back for the one that hurts most."""


def keeps_most_2() -> tuple[str, str]:
    return "canvas", "window"
