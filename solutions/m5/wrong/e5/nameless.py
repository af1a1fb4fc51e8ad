"""caught by m5.e5.correct m5.e5.hidden: the error does not say which file is bad."""


def _read(path: Path) -> tuple[np.ndarray, int]:
    """Image and label of a sample. Nearly anything can be raised by what a stranger wrote, so everything is caught."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _image(arrays["image"]), _label(arrays["label"])
    except Exception as error:
        raise ValueError("a sample cannot be read") from error
