"""The statement of a site as a small function of its own, for a call that no statement can stand before.

``titles = [await self.bot.db.fetchval(…, id) for id in ids]`` becomes
``titles = [await self._fetch_title(id) for id in ids]``: the call stays where it is, so that it runs as often and in
the same order, and a coroutine that is not awaited on the spot stays one.
"""

from __future__ import annotations

import textwrap

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.call_text import call_in_place
from codemod.rewriting.layout import Layout
from codemod.rewriting.leftovers import comments_of_query
from codemod.rewriting.positions import Position
from codemod.rewriting.private_functions.homes import Home, home_of
from codemod.rewriting.private_functions.private_names import PrivateNames, wished_names
from codemod.rewriting.private_functions.private_signatures import is_constant, return_of, signature_of
from codemod.rewriting.site_code import header_of, site_code
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.rewriting.site_writer import SiteWriter
from codemod.rewriting.timeouts import timeout_of
from codemod.rewriting.tool_comments import silenced_by_the_line
from codemod.source import Edit
from codemod.syntax.headers import end_of_block
from codemod.syntax.lines import indent_at


def plan_private_call(conversion: Conversion, layout: Layout, naming: Naming, names: PrivateNames) -> SitePlan:
    """Plan a function for the statement of a site, and its call where the site stands.

    Args:
        conversion: the site with its lowered statement and the shape of its result.
        layout: the module's way of writing.
        naming: local names of imports.
        names: names of the private functions of the module.

    Raises:
        Refusal: ``position.expression``, ``call.option`` or ``imports.circle``.
    """
    site = conversion.site
    if conversion.selectors or conversion.query.arguments is not None:
        raise Refusal(
            "position.expression", "the function of its own would not know what decides between its statements"
        )
    home = home_of(site)
    limit = timeout_of(site)
    if limit is not None and not is_constant(limit):
        raise Refusal("call.option", "the function of its own would not know the value of timeout=")
    opens = conversion.shared is None or conversion.shared.opens_each
    if not opens and _runs_elsewhere(conversion):
        raise Refusal("position.expression", "the call shares its connection, and runs several times or later")
    used: set[ImportName] = set()

    def noted(wanted: ImportName) -> str:
        used.add(wanted)
        return naming(wanted)

    header = header_of(conversion.opening, noted) if opens else ""
    signature = signature_of(conversion, home, header, noted)
    inside = SiteWriter(conversion, layout, parameters=signature.names, taken=signature.taken)
    inside.comments += comments_of_query(conversion)
    reads = conversion.consumption.shape not in ("none", "nothing")
    body, _ = site_code(inside, Position("returned" if reads else "discarded", site.statement), noted)
    parameters = ", ".join((*(("self",) if home.class_ is not None else ()), *signature.parameters))
    code = f"({parameters}){return_of(conversion, noted, reads=reads)}:\n{textwrap.indent(body, '    ')}"
    constants = "\n".join(inside.stand_ins.values())
    own = names.name_for(wished_names(conversion, signature.names.values()), home, f"{code}\n{constants}")
    writer = SiteWriter(conversion, layout, silenced=silenced_by_the_line(site))
    arguments = [
        item if isinstance(item, str) else writer.user(site.arguments[item - 1]) for item in signature.arguments
    ]
    edits = call_in_place(writer, f"{home.owner}{own.name}({', '.join(arguments)})")
    added = _insertion(own.home, f"async def {own.name}{code}", inside)
    return SitePlan(tuple(edits), frozenset(used), site.call, added=(added,))


def _runs_elsewhere(conversion: Conversion) -> bool:
    """Whether a call may run more than once where it stands, or not there: in a comprehension, in a lambda."""
    node: cst.CSTNode | None = conversion.site.call
    while node is not None:
        if isinstance(node, cst.Lambda | cst.GeneratorExp | cst.ListComp | cst.SetComp | cst.DictComp):
            return True
        node = conversion.site.scope.parent(node)
    return False


def _insertion(home: Home, code: str, writer: SiteWriter) -> Edit:
    """The edit that puts a function behind another one, or behind a class."""
    module, layout = writer.module, writer.layout
    text, newline = module.source.text, layout.newline
    start, end = module.span(home.behind)
    indent = indent_at(module, start)
    at = end_of_block(text, end, indent)
    gap = newline * (1 if indent else 2)
    before = "" if text[:at].endswith(("\n", "\r")) else newline
    return Edit(at, at, f"{before}{gap}{indent}{layout.render(code, writer.stand_ins, indent)}{newline}")
