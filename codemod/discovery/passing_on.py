"""What a function does around the calls that it passes its arguments on to, besides calling them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import libcst as cst

from codemod.discovery.wrapper_results import Gives, what_comes_back
from codemod.syntax.functions import is_generator
from codemod.syntax.tree import children, dotted, last_statement, may_swallow, own_nodes, walk

#: Calls that tell somebody of a query, time it or count it: nobody reads what a session doesn't tell.
_TELLS: Final = re.compile(
    r"(^|[._])log|logg|debug|metric|stats|timer|time\b|perf|elapsed|duration|histogram|counter|trac(e|ing)|span|print"
)
#: Calls that only look at values, or give a connection back.
_LOOKS: Final = frozenset(
    {"len", "str", "repr", "type", "isinstance", "dict", "list", "map", "cast", "round", "bool", "int", "float", "min",
     "max", "sum", "next", "iter", "any", "all", "sorted", "zip", "enumerate", "range", "tuple", "hasattr", "getattr",
     "release", "close", "transaction", "acquire", "commit", "rollback", "start", "sleep", "get", "items", "keys",
     "values", "split", "strip", "join", "format", "lower", "upper", "startswith", "total_seconds", "now", "utcnow"}
)  # fmt: skip
#: Methods that change what they are called on, or reach somebody else.
_CHANGES: Final = frozenset(
    {"clear", "pop", "popitem", "invalidate", "discard", "remove", "delete", "publish", "send", "put", "put_nowait",
     "append", "extend", "add", "set", "setdefault", "update", "dispatch", "emit", "notify", "fire", "setattr"}
)  # fmt: skip
_CONNECTS: Final = re.compile(r"connect|pool|acquire", re.I)
_LOCKS: Final = re.compile(r"lock|mutex|semaphore|limiter|throttle", re.I)


class PassingOn:
    """A function and its calls that get what it was given."""

    def __init__(self, function: cst.FunctionDef, calls: Sequence[cst.Call]) -> None:
        self.function = function
        self.calls = calls

    @property
    def doubt(self) -> str:
        """What the function does besides; empty when it is nothing that anybody could miss."""
        twice = "may run it twice" if self._runs_again(self.function) else ""
        return self._changes_what_comes_back() or self._keeps_errors() or twice or next(self._effects(), "")

    @property
    def changes_errors(self) -> bool:
        """Whether an error is raised behind the calls, or one of theirs is kept."""
        return self._raises_behind() or bool(self._keeps_errors())

    @property
    def repeats(self) -> bool:
        """Whether a query that has failed is run again: the last error comes out all the same."""
        loops = (node for node in own_nodes(self.function.body) if isinstance(node, cst.For | cst.While))
        tries = (node for loop in loops for node in own_nodes(loop.body) if isinstance(node, cst.Try))
        handlers = (item for node in tries if self._holds_call(node.body) for item in node.handlers)
        return any(not _raises(item.body) or _goes_on(item) for item in handlers)

    @cached_property
    def gives(self) -> Gives | None:
        """What comes back; None where it is neither asyncpg's result nor made of it in a known way."""
        return what_comes_back(self.function, self.calls)

    def _effects(self) -> Iterator[str]:
        """What somebody else could see: a cache that is emptied, an event, a state, a lock that others wait for."""
        behind = False
        for node in own_nodes(self.function.body):
            behind = behind or any(node is call for call in self.calls)
            if id(node) in self._handling:
                continue
            match node:
                case cst.WithItem() if _LOCKS.search(_written(node.item)):
                    yield "runs it under a lock"
                case cst.Call() if not any(node is call for call in self.calls):
                    name = _written(node.func)
                    last = name.rpartition(".")[2]
                    if not _TELLS.search(name.lower()) and (last not in _LOOKS if behind else last in _CHANGES):
                        yield f"calls {name}() besides"
                case cst.Assign(targets=targets, value=value):
                    for target in (item.target for item in targets):
                        is_kept = isinstance(target, cst.Attribute | cst.Subscript)
                        if is_kept and not _is_connecting(target, value, behind=behind):
                            yield f"sets {_written(target)} besides"
                case cst.AnnAssign(target=cst.Attribute() | cst.Subscript() as target) | cst.Del(target=target):
                    yield f"sets {_written(target)} besides"
                case cst.AugAssign(target=target, operator=operator):
                    is_counting = isinstance(operator, cst.AddAssign) and isinstance(target, cst.Attribute)
                    if not isinstance(target, cst.Name) and not is_counting:
                        yield f"sets {_written(target)} besides"
                case _:
                    pass

    @cached_property
    def _handling(self) -> frozenset[int]:
        """The ids of all nodes that only run when the query has failed."""
        handlers = (node for node in walk(self.function.body) if isinstance(node, cst.ExceptHandler))
        return frozenset(id(node) for handler in handlers for node in walk(handler))

    def _changes_what_comes_back(self) -> str:
        if is_generator(self.function):
            return "gives the rows one by one"
        if self._raises_behind():
            return "raises an error of its own"
        return "" if self.gives is not None else "changes the result"

    def _raises_behind(self) -> bool:
        """Whether an error may depend on what asyncpg gave: one raised before tells of the pool or the arguments."""
        behind = False
        for node in walk(self.function.body):
            behind = behind or any(node is call for call in self.calls)
            if behind and isinstance(node, cst.Raise) and id(node) not in self._handling:
                return True
        return False

    def _keeps_errors(self) -> str:
        return "handles errors itself" if self._swallows(self.function.body, repeats=False) else ""

    def _swallows(self, node: cst.CSTNode, *, repeats: bool) -> bool:
        """Whether an error of the query may end in the function.

        A handler in a loop that goes on runs the query again: the error comes in the end all the same.
        """
        if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            return False
        if isinstance(node, cst.With) and self._holds_call(node.body) and may_swallow(node):
            return True
        if isinstance(node, cst.Try) and self._holds_call(node.body):
            for handler in node.handlers:
                ends = any(isinstance(item, cst.Return | cst.Break) for item in own_nodes(handler.body))
                if ends if repeats else not _raises(handler.body):
                    return True
        inside = repeats or isinstance(node, cst.For | cst.While)
        return any(self._swallows(child, repeats=inside) for child in children(node))

    def _runs_again(self, node: cst.CSTNode) -> bool:
        """Whether a statement behind one that has run the query runs it, too."""
        for block in walk(node):
            statements = block.body if isinstance(block, cst.IndentedBlock) else ()
            holding = [item for item in statements if not isinstance(item, cst.FunctionDef) and self._holds_call(item)]
            if any(self._goes_on(item) for item in holding[:-1]):
                return True
        return False

    def _goes_on(self, node: cst.CSTNode | None) -> bool:
        """Whether the statement behind one with the query may run after it; a loop that tries again ends with it."""
        match node:
            case cst.Return() | cst.Raise() | None:
                return False
            case cst.If(body=body, orelse=other):
                branches = [body, *([other.body] if isinstance(other, cst.Else) else [])]
                inner = any(self._holds_call(item) and self._goes_on(last_statement(item)) for item in branches)
                return inner or (isinstance(other, cst.If) and self._goes_on(other))
            case cst.With(body=body) | cst.Try(body=body) | cst.For(body=body) | cst.While(body=body):
                return self._goes_on(last_statement(body))
            case _:
                return True

    def _holds_call(self, node: cst.CSTNode) -> bool:
        return any(item is call for item in walk(node) for call in self.calls)


def _is_connecting(target: cst.BaseExpression, value: cst.BaseExpression, *, behind: bool) -> bool:
    """Whether an attribute is given a pool before the query, or the time of it."""
    is_told = _TELLS.search(_written(target).lower()) is not None
    return is_told or (not behind and _CONNECTS.search(_written(value)) is not None)


def _written(node: cst.CSTNode) -> str:
    """The source of a name or call without blanks, its arguments left out."""
    match node:
        case cst.Await():
            return _written(node.expression)
        case cst.Call():
            return _written(node.func)
        case cst.Subscript():
            return f"{_written(node.value)}[…]"
        case cst.Attribute():
            return f"{_written(node.value)}.{node.attr.value}"
        case cst.BaseExpression():
            return dotted(node) or "…"
        case _:
            return ""


def _raises(body: cst.BaseSuite) -> bool:
    """Whether a block surely ends by raising."""
    last = last_statement(body)
    match last:
        case cst.Raise():
            return True
        case cst.If(orelse=cst.Else(body=other)):
            return _raises(last.body) and _raises(other)
        case cst.With():
            return _raises(last.body) and not may_swallow(last)
        case _:
            return False


def _goes_on(handler: cst.ExceptHandler) -> bool:
    """Whether a handler may begin the loop around it again, though it raises at its end."""
    return any(isinstance(node, cst.Continue) for node in own_nodes(handler.body))
