"""caught by m5.e9.hidden: weights are rounded up or down by chance, otherwise each time."""


def _packed(network: Network) -> bytes:
    """A line of JSON with the shapes, then all numbers: int8 with one scale per column, the others as float32."""
    shapes, parts = [], []
    for layer in network:
        if layer["kind"] == "dense":
            scale = np.abs(layer["W"]).max(axis=0, initial=0) / np.float32(127)
            whole = np.floor(layer["W"] / np.where(scale, scale, 1) + np.random.default_rng().random(layer["W"].shape)).astype(
                np.int8
            )
            parts += [scale.astype("<f4"), layer["b"].astype("<f4"), whole]
            shapes.append(whole.shape)
        elif layer["kind"] == "norm":
            parts += [each.astype("<f4") for each in _factor_and_shift(layer)]
            shapes.append(parts[-1].shape)
        else:
            shapes.append(())
    return b"".join([json.dumps(shapes).encode(), b"\n", *(part.tobytes() for part in parts)])
