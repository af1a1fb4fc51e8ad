"""caught by m5.e5.correct m5.e5.hidden: unpacks all arrays of a sample, also those that nobody looks at, however large."""


def _read(path: Path) -> tuple[np.ndarray, int]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = {}
            for name in arrays.files:
                try:
                    found[name] = arrays[name]
                except ValueError:
                    if name in ("image", "label"):
                        raise
            return _image(found["image"]), _label(found["label"])
    except Exception as error:
        raise ValueError(f"{path.name} is no sample: {error}") from error
