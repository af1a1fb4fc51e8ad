"""caught by m5.e2.correct: the same function with and without the profiler's cost."""


def answers() -> dict[str, str]:
    return {
        "shop own": "find_customer",
        "shop cumulative": "bill_everybody",
        "shop calls": "<method 'strip' of 'str' objects>",
        "tree cumulative": "search",
        "tree at most": "2.8",
        "server own": "clamp",
        "server really": "clamp",
        "server blame": "settings",
        "lines first": "4",
    }
