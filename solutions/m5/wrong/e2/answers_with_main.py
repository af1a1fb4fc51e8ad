"""caught by m5.e2.correct: main contains everything."""


def answers() -> dict[str, str]:
    return {
        "shop own": "find_customer",
        "shop cumulative": "main",
        "shop calls": "<method 'strip' of 'str' objects>",
        "tree cumulative": "search",
        "tree at most": "2.8",
        "server own": "clamp",
        "server really": "blur",
        "server blame": "settings",
        "lines first": "4",
    }
