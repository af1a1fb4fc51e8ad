"""caught by m1.x1.correct m1.x1.hidden: takes element by element, and reads pages as often as they come up."""


class Paged(Paged):
    def take(self, indices: np.ndarray) -> np.ndarray:
        return np.array([self[i] for i in indices.tolist()], np.int64)
