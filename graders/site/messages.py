"""What building the guide as a site says."""

from graders.site.links import Broken

NO_FIRST_PAGE = "guide/README.md is not there: the site begins with it, so write one"


def broken_link(found: Broken) -> str:
    where = f"{found.page}:{found.link.line}: "
    if found.heading:
        return f"{where}{found.path} has no heading #{found.link.anchor}: link to one that it has"
    if found.path.startswith(("solutions/", "graders/hidden/")):
        return f"{where}{found.path} is secret: link to something else"
    return f"{where}there is no {found.path} to link to: mend the link, or add the file"


def not_a_site(folder: str) -> str:
    return f"{folder} holds something that is no site: give another folder, or an empty one"


def not_served(address: str) -> str:
    return f"the server ended, see above; if something else is at {address}, say --address localhost:8001"


def zensical_failed(said: str) -> str:
    return f"Zensical could not build the site; it says:\n{said}"
