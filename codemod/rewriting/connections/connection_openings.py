"""The edits that put a session in the place of what gives a connection."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.rewriting.connections.keeping import edits_in_class
from codemod.rewriting.connections.shared_session import SharedScope
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_in, comments_of_text, past_blank_line
from codemod.rewriting.sessions.injected_sessions import ANNOTATED, ASYNC_SESSION, DEPENDS, InjectedSession
from codemod.rewriting.site_code import header_of
from codemod.rewriting.site_plan import Naming
from codemod.source import Edit
from codemod.syntax.headers import colon_of
from codemod.syntax.lines import indent_at, line_after, line_before
from codemod.syntax.tree import names_below


def opener_edits(place: SharedScope, layout: Layout, naming: Naming) -> Iterator[Edit]:
    """The session in the place of the connection of one block or function."""
    holder, session = place.scope.holder, place.opening.variable
    module = holder.module
    yield from edits_in_class(holder, session, place.attributes, naming)
    match holder.opener:
        case cst.WithItem() as item:
            opened = header_of(place.opening, naming)
            opened = _laid_out(opened, holder, layout) if holder.may_be_given else opened
            opened = opened.removeprefix("async with ")
            yield Edit(*module.span(item), f"{opened}, {session}.begin()" if holder.begins else opened)
        case cst.Param() if holder.kept is not None:
            # the object stays what it is
            yield from (_without(holder.alias.line, holder, layout),) if holder.alias is not None else ()
        case cst.Param() if place.opening.injected is not None:
            yield Edit(*module.span(holder.opener.name), session)
            yield from _injected(holder, place.opening.injected, naming)
        case cst.Param() as parameter:
            yield Edit(*module.span(parameter.name), place.handed_on)
            if parameter.annotation is not None:
                written = replaced_part(parameter.annotation.annotation)
                yield Edit(*module.span(written), _annotation(written, naming(ASYNC_SESSION)))
            if holder.instead is not None:
                yield _without(holder.instead.line, holder, layout)
        case cst.SimpleStatementLine() as line if holder.is_stacked:
            opened = header_of(place.opening, naming).removeprefix("async with ").removesuffix(f" as {session}")
            assert holder.call is not None, "a stack enters something"
            yield Edit(*module.span(_target(line)), session)
            yield Edit(*module.span(holder.call), opened)
        case cst.SimpleStatementLine() as line if holder.has_handlers:
            opened = header_of(place.opening, naming).removeprefix("async with ").removesuffix(f" as {session}")
            assert holder.released is not None, "a connection acquired by hand is released"
            yield Edit(*module.span(line.body[0]), f"{session} = {opened}")
            yield Edit(*module.span(holder.released), f"await {session}.close()")
        case line:
            yield from _entered(holder, line, header_of(place.opening, naming), layout)


def _target(line: cst.SimpleStatementLine) -> cst.CSTNode:
    """``conn`` of ``conn = …``."""
    assert isinstance(line.body[0], cst.Assign)
    return line.body[0].targets[0].target


def _laid_out(header: str, holder: Holder, layout: Layout) -> str:
    """The header of a block within the width of a line, where it is the only thing that is entered."""
    block, module = holder.region, holder.module
    if not isinstance(block, cst.With) or len(block.items) > 1:
        return header
    rendered = layout.render(f"{header}:\n    pass\n", {}, indent_at(module, module.span(block)[0]))
    return rendered.rpartition(":")[0]


def _entered(holder: Holder, line: cst.SimpleStatementLine, header: str, layout: Layout) -> Iterator[Edit]:
    """``async with session_maker() as session:`` in the place of ``try: … finally: await pool.release(conn)``."""
    module, guard, text = holder.module, holder.region, holder.module.source.text
    assert isinstance(guard, cst.Try)
    assert guard.finalbody is not None
    yield _without(line, holder, layout)
    opened = module.span(guard)[0]
    yield Edit(opened, colon_of(text, opened), header)
    final = line_before(text, module.span(guard.finalbody)[0])
    last = line_after(text, module.span(holder.released or guard.finalbody)[1])
    inside = indent_at(module, module.span(guard.body.body[0])[0])
    kept = "".join(f"{inside}{item}{layout.newline}" for item in comments_in(module, guard.finalbody))
    yield Edit(final, last, kept)


def _without(line: cst.SimpleStatementLine | cst.If, holder: Holder, layout: Layout) -> Edit:
    """A statement taken away; its comments stay, each on a line of its own."""
    module, text = holder.module, holder.module.source.text
    start = module.span(line)[0]
    last = line if isinstance(line, cst.SimpleStatementLine) else line.body.body[-1]
    indent, first, after = indent_at(module, start), line_before(text, start), line_after(text, module.span(last)[1])
    comments = comments_of_text(text[start:after])
    if comments:
        return Edit(first, after, "".join(f"{indent}{comment}{layout.newline}" for comment in comments))
    return Edit(first, past_blank_line(text, first, after), "")


def replaced_part(written: cst.BaseExpression) -> cst.BaseExpression:
    """What a session's class takes the place of in the annotation of a connection: all but ``Optional[…]``."""
    match written:
        case cst.Subscript(
            value=cst.Name(value="Optional") | cst.Attribute(attr=cst.Name(value="Optional")),
            slice=[cst.SubscriptElement(slice=cst.Index(value=connection))],
        ):
            return connection
        case _:
            return written


def _annotation(written: cst.CSTNode, name: str) -> str:
    """The annotation of a session, open to None in the way that of the connection was."""
    return f"{name} | None" if isinstance(written, cst.BinaryOperation) and "None" in names_below(written) else name


def _injected(holder: Holder, session: InjectedSession, naming: Naming) -> Iterator[Edit]:
    """``session: AsyncSession = Depends(get_session)`` in the place of ``conn: Connection = Depends(get_conn)``."""
    injection, parameter, span = holder.injection, holder.opener, holder.module.span
    assert injection is not None
    assert isinstance(parameter, cst.Param)
    annotation = parameter.annotation.annotation if parameter.annotation is not None else None
    if injection.call is not None:
        yield Edit(*span(injection.call.args[0].value), naming(session.function))
        type_ = injection.type or annotation
        if type_ is not None:
            yield Edit(*span(type_), naming(ASYNC_SESSION))
    elif annotation is not None:
        alias = naming(session.alias) if session.alias is not None else _written_out(session, naming)
        yield Edit(*span(annotation), alias)


def _written_out(session: InjectedSession, naming: Naming) -> str:
    return f"{naming(ANNOTATED)}[{naming(ASYNC_SESSION)}, {naming(DEPENDS)}({naming(session.function)})]"
