"""caught by m5.e2.correct: the share of the hottest function, not what can be gained."""


def answers() -> dict[str, str]:
    return {
        "shop own": "find_customer",
        "shop cumulative": "bill_everybody",
        "shop calls": "<method 'strip' of 'str' objects>",
        "tree cumulative": "search",
        "tree at most": "0.6",
        "server own": "clamp",
        "server really": "blur",
        "server blame": "settings",
        "lines first": "4",
    }
