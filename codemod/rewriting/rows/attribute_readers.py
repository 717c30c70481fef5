"""What reads an attribute that rows are kept as, by its name over the project."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.syntax.tree import is_name


def attribute_readers(attribute: str, index: ProjectIndex, owner: str | None = None) -> Iterator[Occurrence]:
    """Every place that may read rows kept as an attribute; a method reads its own object, of its class or one below.

    Args:
        attribute: the attribute.
        index: the project.
        owner: the class of the object, where it is known.
    """
    for item in index.readers_of_attribute(attribute):
        if not _is_called(item) and not (owner and _is_of_another(item, owner, index)):
            yield item


def _is_called(item: Occurrence) -> bool:
    """Whether it is a method of that name: what is called is no row, nor anything that holds one."""
    around = item.scope.parent(item.node)
    return isinstance(around, cst.Call) and around.func is item.node


def _is_of_another(item: Occurrence, owner: str, index: ProjectIndex) -> bool:
    """Whether ``self.attribute`` in a method is of an object that can't be of the class ``owner``."""
    node, class_name = item.node, item.scope.class_name
    if not isinstance(node, cst.Attribute) or not is_name(node.value, "self") or class_name is None:
        return False
    alike = (frozenset({name, *above}) for name, above in index.ancestors.items())
    return owner != class_name and not any({owner, class_name} <= names for names in alike)
