"""`python -m graders …`"""

import sys

from graders import environment


def main() -> int:
    if trouble := environment.trouble():
        print(f"graders: {trouble}", file=sys.stderr)
        return 70
    from graders import cli

    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())
