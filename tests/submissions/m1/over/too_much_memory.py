def smooth(x: np.ndarray, k: np.ndarray, times: int) -> np.ndarray:
    """Two arrays on the GPU, which take turns."""
    room = np.ones(1 << 29)
    now, filter_ = cuda.to_device(x), cuda.to_device(k)
    then = cuda.device_array_like(now)
    for _ in range(times):
        conv_shared[launch_shape(x.size, BLOCK)](now, filter_, then)
        now, then = then, now
    return now.copy_to_host()
