"""caught by m5.e2.correct: the function that handles the answer, not the one whose calls take the time."""


def answers() -> dict[str, str]:
    return {
        "shop own": "find_customer",
        "shop cumulative": "bill_everybody",
        "shop calls": "<method 'strip' of 'str' objects>",
        "tree cumulative": "search",
        "tree at most": "2.8",
        "server own": "clamp",
        "server really": "blur",
        "server blame": "body",
        "lines first": "4",
    }
