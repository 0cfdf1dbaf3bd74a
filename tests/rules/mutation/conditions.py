"""Mutants of conditions: each boolean expression of each rule function made wrong in turn, by rewriting its AST.

A function is changed in place, by exchanging its code object, so that every table and module that refers to it sees
the change.
"""

import ast
import copy
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from types import CodeType, FunctionType, ModuleType

from assistant.rules import Engine
from tests.rules.mutation.mutant import Mutant

_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OFF_BY_ONE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OPPOSITES = {"any": "all", "all": "any", "min": "max", "max": "min"}
# The words of verdicts: a rule that gives another one is wrong.
_WORDS = frozenset(
    ("Outcome", "Truth", "Effect", "Phase", "Isolation", "Platform", "Role", "Channel", "Support", "Holds")
)
# `zip(strict=True)` and the like: not a condition of a rule.
_NO_CONDITION = frozenset(("strict", "kw_only"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """One node of a function, by its number in preorder, and what takes its place."""

    index: int
    before: ast.expr
    after: ast.expr

    @property
    def name(self) -> str:
        return f"{ast.unparse(self.before)}  ->  {ast.unparse(self.after)}"


def mutants(modules: tuple[ModuleType, ...], engine: Engine) -> Iterator[Mutant]:
    """Every mutant of every function and method of those modules."""
    for module in modules:
        file = (module.__name__).removeprefix("assistant.rules.").replace(".", "/") + ".py"
        for qualname, node, target in functions(module):
            seen: Counter[str] = Counter()
            for rewrite in rewrites(node):
                seen[rewrite.name] += 1
                again = f" #{seen[rewrite.name]}" if seen[rewrite.name] > 1 else ""
                yield Mutant(
                    name=f"{file} {qualname}: {rewrite.name}{again}",
                    file=file,
                    place=qualname,
                    installed=_installer(target, node, rewrite, engine, inspect.getsourcefile(module) or ""),
                )


def _installer(
    target: FunctionType, node: ast.FunctionDef, rewrite: Rewrite, engine: Engine, source: str
) -> Callable[[], object]:
    @contextmanager
    def installed() -> Iterator[Engine]:
        before = target.__code__
        target.__code__ = compiled(rewritten(node, rewrite), source)
        try:
            # Facts of another identity: nothing that was cached for the right rules is found again.
            yield Engine(replace(engine.facts))
        finally:
            target.__code__ = before

    return installed


def functions(module: ModuleType) -> Iterator[tuple[str, ast.FunctionDef, FunctionType]]:
    """Every function and method that the module defines, with its syntax tree."""
    tree = ast.parse(inspect.getsource(module))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node, inspect.unwrap(getattr(module, node.name))
        elif isinstance(node, ast.ClassDef):
            owner = getattr(module, node.name)
            for method in (child for child in node.body if isinstance(child, ast.FunctionDef)):
                found = vars(owner)[method.name]
                found = found.fget if isinstance(found, property) else getattr(found, "__func__", found)
                yield f"{node.name}.{method.name}", method, inspect.unwrap(found)


def compiled(node: ast.FunctionDef, source: str) -> CodeType:
    """The code object of a function."""
    bare = copy.copy(node)
    bare.decorator_list, bare.returns = [], None
    outer = compile(ast.fix_missing_locations(ast.Module(body=[bare], type_ignores=[])), source, "exec")
    return next(c for c in outer.co_consts if isinstance(c, CodeType) and c.co_name == node.name)


def rewritten(node: ast.FunctionDef, rewrite: Rewrite) -> ast.FunctionDef:
    """A copy of the function with one node exchanged."""
    return _Exchange(rewrite).visit(copy.deepcopy(node))


class _Exchange(ast.NodeTransformer):
    """Numbers nodes in the order in which `_numbered` does, and exchanges one."""

    def __init__(self, rewrite: Rewrite) -> None:
        self.rewrite = rewrite
        self.number = -1

    def visit(self, node: ast.AST) -> ast.AST:
        self.number += 1
        if self.number == self.rewrite.index:
            return ast.copy_location(copy.deepcopy(self.rewrite.after), node)
        return self.generic_visit(node)


def _numbered(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _numbered(child)


def rewrites(function: ast.FunctionDef) -> Iterator[Rewrite]:
    """Every wrong variant of every boolean expression in the body of the function."""
    skipped = {id(n) for part in (function.args, *function.decorator_list) for n in ast.walk(part)}
    skipped |= {id(n) for n in ast.walk(function.returns)} if function.returns else set()
    conditions = set(map(id, _conditions(function)))
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg in _NO_CONDITION:
            skipped.add(id(node.value))
        if isinstance(node, ast.AnnAssign):
            skipped |= {id(n) for n in ast.walk(node.annotation)}
        if isinstance(node, ast.Assert):
            skipped |= {id(n) for n in ast.walk(node)}
    for index, node in enumerate(_numbered(function)):
        if isinstance(node, ast.expr) and id(node) not in skipped:
            for after in _wrong(node, condition=id(node) in conditions):
                yield Rewrite(index=index, before=node, after=after)


def _conditions(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Every expression whose truth decides something."""
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield from _operands(node.test)
        elif isinstance(node, ast.comprehension):
            for test in node.ifs:
                yield from _operands(test)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield from _operands(node.operand)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("any", "all", "bool"):
            for argument in node.args:
                yield from _operands(argument.elt if isinstance(argument, ast.GeneratorExp) else argument)


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    yield test
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _operands(value)


def _wrong(node: ast.expr, *, condition: bool) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for table in (_NEGATED, _OFF_BY_ONE):
                if type(operator) in table:
                    ops = [*node.ops[:place], table[type(operator)](), *node.ops[place + 1 :]]
                    yield ast.Compare(left=node.left, ops=ops, comparators=node.comparators)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(op=other, values=node.values)
        for place in range(len(node.values)):
            left = node.values[:place] + node.values[place + 1 :]
            yield left[0] if len(left) == 1 else ast.BoolOp(op=node.op, values=left)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(value=not node.value)
    elif isinstance(node, ast.Name) and node.id in _OPPOSITES:
        yield ast.Name(id=_OPPOSITES[node.id], ctx=ast.Load())
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in _WORDS:
        yield from _other_words(node)
    elif condition:
        yield ast.UnaryOp(op=ast.Not(), operand=node)


def _other_words(node: ast.Attribute) -> Iterator[ast.expr]:
    """The next member of the same enumeration."""
    members = _members(node.value.id)  # type: ignore[attr-defined]
    if node.attr in members:
        other = members[(members.index(node.attr) + 1) % len(members)]
        yield ast.Attribute(value=node.value, attr=other, ctx=ast.Load())


def _members(name: str) -> list[str]:
    from assistant.rules import lifespan, release, told, verdict  # noqa: PLC0415
    from assistant.rules.kinds import compatibility  # noqa: PLC0415

    for module in (release, verdict, lifespan, told, compatibility):
        found = getattr(module, name, None)
        if isinstance(found, type) and issubclass(found, StrEnum):
            return [member.name for member in found]
    raise LookupError(name)
