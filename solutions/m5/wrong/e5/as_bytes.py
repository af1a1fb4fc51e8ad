"""caught by m5.e5.hidden: whatever the dtype is, it becomes uint8."""


def _image(image: np.ndarray) -> np.ndarray:
    if image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise ValueError(f"an image should be uint8 of shape (h, w, 3), not {image.dtype} {image.shape}")
    return image.astype(np.uint8)
