"""caught by m5.e5.hidden: what a stranger has pickled is unpickled."""


def _read(path: Path) -> tuple[np.ndarray, int]:
    """Image and label of a sample. Nearly anything can be raised by what a stranger wrote, so everything is caught."""
    try:
        with np.load(path, allow_pickle=True) as arrays:
            return _image(arrays["image"]), _label(arrays["label"])
    except Exception as error:
        raise ValueError(f"{path.name} is no sample: {error}") from error


def _image(image: np.ndarray) -> np.ndarray:
    if image.dtype not in (np.uint8, object) or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise ValueError(f"an image should be uint8 of shape (h, w, 3), not {image.dtype} {image.shape}")
    return image.astype(np.uint8)
