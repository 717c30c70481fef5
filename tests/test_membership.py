"""Checks that a name is one of some values: what counts as one where the name is used."""

from __future__ import annotations

from textwrap import indent

import libcst as cst
import pytest
from snippets import module_of

from codemod.syntax.membership import membership_before
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk


def checked(body: str) -> str:
    """The collection that ``x`` is in where it is given to ``use()``, and what replaces it."""
    module = module_of(f"def function(x, y, A, B):\n{indent(body, '    ')}\n")
    function = next(node for node in walk(module.tree) if isinstance(node, cst.FunctionDef))
    use = next(
        node.args[0].value
        for node in walk(function)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "use"
    )
    assert isinstance(use, cst.Name)
    found = membership_before(use, FunctionScope(function, "function"))
    if found is None:
        return ""
    parts = [found.collection, *([found.otherwise] if found.otherwise is not None else [])]
    return " or ".join(module.text_of(part) for part in parts)


@pytest.mark.parametrize(
    ("body", "collection"),
    [
        ("if x not in A:\n    raise ValueError\nuse(x)", "A"),
        ("if not x in A:\n    return\nuse(x)", "A"),
        ("if not x or x not in A:\n    return\nuse(x)", "A"),
        ("if x not in A:\n    log(x)\n    x = 'a'\nuse(x)", "A or 'a'"),
        ("if x in A:\n    use(x)", "A"),
        ("if y and x in A:\n    use(x)", "A"),
        ("if x not in A:\n    pass\nelse:\n    use(x)", "A"),
        ("x = x if x in A else 'a'\nuse(x)", "A or 'a'"),
        ("y = use(x) if x in A else None", "A"),
        ("assert x in A\nwith y:\n    use(x)", "A"),
        ("x = x.lower()\nif x not in A:\n    return\nfor y in B:\n    use(x)", "A"),
        ("if x not in A:\n    return\nif x not in B:\n    return\nuse(x)", "B"),
        # nothing that is known
        ("use(x)", ""),
        ("if x not in A:\n    log(x)\nuse(x)", ""),
        ("if x in A:\n    return\nuse(x)", ""),
        ("if x not in A and y:\n    return\nuse(x)", ""),
        ("if x in A or y:\n    use(x)", ""),
        ("if y not in A:\n    return\nuse(x)", ""),
        ("if x != A:\n    return\nuse(x)", ""),
        ("if x not in A:\n    return\nx = y\nuse(x)", ""),
        ("if x not in A:\n    return\nelse:\n    x = y\nuse(x)", ""),
        ("if x in A:\n    x = y\n    use(x)", ""),
        ("for y in B:\n    if x not in A:\n        return\nuse(x)", ""),
        ("if x not in A:\n    return\nfor y in B:\n    use(x)\n    x = y", ""),
        ("x = y if x in A else 'a'\nuse(x)", ""),
        ("x = x if y in A else 'a'\nuse(x)", ""),
        ("x = x if x not in A else 'a'\nuse(x)", ""),
        ("if (x := y) not in A:\n    x = 'a'\nuse(x)", ""),
    ],
)
def test_what_is_checked(body: str, collection: str) -> None:
    assert checked(body) == collection
