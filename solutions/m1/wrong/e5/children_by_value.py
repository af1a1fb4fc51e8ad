"""caught by m1.e5.hidden: a child that has the same value as another one is taken for the same."""


class Node(Node):
    def add(self, value: Any) -> "Node":
        for child in self.children:
            if child.value == value:
                return child
        return super().add(value)
