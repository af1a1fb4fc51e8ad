"""What an experiment says beside its figures."""

NO_PICTURE = "No plot: matplotlib is not installed: pip install -e '.[plot]'"
