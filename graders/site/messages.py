"""What building the guide as a site says."""

from graders.site.links import Broken

NO_FIRST_PAGE = "guide/README.md is not there: the site begins with it, so write one"


def broken_link(broken: Broken) -> str:
    where = f"{broken.page}:{broken.link.line}: "
    if broken.heading:
        return f"{where}{broken.path} has no heading #{broken.link.anchor}: link to one that it has"
    if broken.path.startswith(("solutions/", "graders/hidden/")):
        return f"{where}{broken.path} is secret: link to something else"
    return f"{where}there is no {broken.path} to link to: mend the link, or add the file"


def not_a_site(folder: str) -> str:
    return f"{folder} holds something that is no site: give another folder, or an empty one"


def not_served(address: str) -> str:
    return f"the server ended, see above; if something else is at {address}, say --address localhost:8001"


def zensical_failed(output: str) -> str:
    return f"Zensical could not build the site; it says:\n{output}"
