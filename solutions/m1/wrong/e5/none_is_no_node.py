"""caught by m1.e5.hidden: a parent whose value is None, or nothing else, is taken for none."""


class Node(Node):
    @property
    def parent(self) -> "Node | None":
        parent = self._parent() if self._parent is not None else None
        return parent if parent is not None and parent.value else None
