"""caught by m5.e6.hidden: writes the probabilities over the scores, which may be a view of what the network holds."""


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
            scores = net(torch.from_numpy(np.array(x, order="C")))
            scores -= scores.amax(dim=1, keepdim=True)
            scores.exp_()
            scores /= scores.sum(dim=1, keepdim=True)
            return np.array(scores.numpy(), order="C")
    finally:
        for layer, mode in modes:
            layer.training = mode
