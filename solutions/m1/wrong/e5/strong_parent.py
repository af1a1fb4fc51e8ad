"""caught by m1.e5.correct m1.e5.hidden: parent and child keep each other alive."""


class Node(Node):
    def add(self, value: Any) -> "Node":
        child = super().add(value)
        child._parent = lambda: self
        return child
