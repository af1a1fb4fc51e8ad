"""caught by m5.x2.correct m5.x2.speed m5.x2.hidden: new tokens look at those behind them."""


class Cache(Cache):
    def extend(self, tokens: np.ndarray) -> np.ndarray:
        model, begin = self._model, self.length
        _check(model, tokens)
        end = begin + len(tokens)
        if end > len(model["places"]):
            raise ValueError(f"{end} tokens, and there are {len(model['places'])} places")
        x = model["words"][tokens] + model["places"][begin:end]
        for layer, keys, values in zip(model["layers"], self._keys, self._values, strict=True):
            y = normed(x)
            keys[:, begin:end] = y @ layer["key"]
            values[:, begin:end] = y @ layer["value"]
            scores = (y @ layer["query"]) @ keys[:, :end].swapaxes(1, 2)
            scores /= np.float32(math.sqrt(keys.shape[2]))
            x = x + (softmax(scores) @ values[:, :end] @ layer["out"]).sum(axis=0)
            x = x + np.maximum(normed(x) @ layer["up"], 0) @ layer["down"]
        self.length = end
        return normed(x) @ model["head"]
