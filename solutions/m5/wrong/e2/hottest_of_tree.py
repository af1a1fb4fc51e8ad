"""caught by m5.e2.correct: the most own seconds for the most cumulative ones."""


def answers() -> dict[str, str]:
    return {
        "shop own": "find_customer",
        "shop cumulative": "bill_everybody",
        "shop calls": "<method 'strip' of 'str' objects>",
        "tree cumulative": "distance",
        "tree at most": "2.8",
        "server own": "clamp",
        "server really": "blur",
        "server blame": "settings",
        "lines first": "4",
    }
