"""caught by m5.e6.hidden: shares the images with the network, of which the first layer may work in place."""


def predict(net: nn.Module, x: np.ndarray) -> np.ndarray:
    if not isinstance(net, nn.Module):
        raise TypeError("net should be an nn.Module")
    if type(x) is not np.ndarray or x.dtype != np.float32:
        raise TypeError("x should be a numpy array of float32")
    if x.ndim != 4 or x.shape[1] != 3:
        raise ValueError("x should have the shape (n, 3, height, width)")
    modes = [(layer, layer.training) for layer in net.modules()]
    try:
        net.eval()
        with torch.inference_mode():
            images = torch.from_numpy(x if x.flags.c_contiguous and x.flags.writeable else np.array(x, order="C"))
            return torch.softmax(net(images), dim=1).numpy()
    finally:
        for layer, mode in modes:
            layer.training = mode
