"""The seal without which nothing that a surface can show can be made. Lint keeps its importers inside the gate."""


class Seal:
    """Compared by identity: only the one instance below opens the constructors of `assistant.gate.answer`."""

    __slots__ = ()


SEAL = Seal()
