"""What the parameters of a statement are about: names for them."""

from __future__ import annotations

from sqlglot import exp


def column_of_parameter(tree: exp.Expr, number: int) -> str | None:
    """The column that ``$number`` is compared with or assigned to; ``?limit`` or ``?offset`` where it is one."""
    for node in tree.find_all(exp.Parameter):
        if node.name != str(number):
            continue
        around = node.parent
        while isinstance(around, exp.Paren | exp.Cast | exp.Any | exp.All | exp.Tuple | exp.Array | exp.Lower):
            inner, around = around, around.parent
            if isinstance(inner, exp.Tuple) and isinstance(around, exp.Values):
                return _inserted_column(around, inner, number)
        if isinstance(around, exp.Limit | exp.Offset):
            return "?limit" if isinstance(around, exp.Limit) else "?offset"
        columns = [item for item in (around.args.get("this"), around.args.get("expression")) if item] if around else []
        for item in columns:
            while isinstance(item, exp.Paren | exp.Cast | exp.Lower | exp.Upper):
                item = item.this
            if isinstance(item, exp.Func) and not isinstance(item, exp.Connector):
                return None  # what the function gives is no value of its column
            found = item.find(exp.Column) if isinstance(item, exp.Expr) else None
            if found is not None:
                return found.name.lower()
    return None


def _inserted_column(values: exp.Expr, row: exp.Expr, number: int) -> str | None:
    insert = values.parent
    target = insert.this if isinstance(insert, exp.Insert) else None
    if not isinstance(target, exp.Schema):
        return None
    for column, value in zip(target.expressions, row.expressions, strict=False):
        if any(item.name == str(number) for item in value.find_all(exp.Parameter)):
            return str(column.name).lower()
    return None
