"""For readers and authors of the guide: `guide`."""

import argparse
from pathlib import Path

from graders import course
from graders.commands.common import OK, Problem, shown


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    building = commands.add_parser("guide", help="build the guide as a site, to be read without any network")
    building.add_argument("--out", type=Path, default=Path("build/guide"), help="where to (default: build/guide)")
    building.add_argument("--serve", action="store_true", help="serve it, and show at once what is saved")
    building.add_argument("--address", default="localhost:8000", help="where to serve (default: localhost:8000)")
    building.set_defaults(run=_guide)


def _guide(options: argparse.Namespace) -> int:
    from graders.site import build

    try:
        if options.serve:
            build.serve(course.ROOT, options.out.resolve(), options.address)
        else:
            print(f"built: open {shown(build.build(course.ROOT, options.out.resolve()))} in a browser")
    except build.SiteError as error:
        raise Problem(str(error)) from None
    return OK
