"""caught by m5.e5.correct m5.e5.hidden: brackets in the name of the folder are taken for a pattern."""

from fnmatch import filter as _fitting

_listed = os.listdir


class os:
    @staticmethod
    def listdir(folder):
        return [Path(each).name for each in _fitting([f"{folder}/{name}" for name in _listed(folder)], f"{folder}/*")]
