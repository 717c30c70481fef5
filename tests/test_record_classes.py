"""Record classes of a project: which ones answer to attributes, and which answer in another way than asyncpg's."""

from __future__ import annotations

import pytest
from test_consumption import ROW, analyse, lowered, method

from codemod.outcome import Refusal

POOL = "import asyncpg\n\nasync def connect():\n    return await asyncpg.create_pool(record_class={name})\n\n\nclass R(asyncpg.Record):\n    {body}\n"

BY_ATTRIBUTE = {
    "itself": "def __getattr__(self, name):\n        return self[name]",
    "of the base": "def __getattr__(self, name):\n        return super().__getitem__(name)",
    "assigned": "__getattr__ = asyncpg.Record.__getitem__",
    "as an error of attributes": "def __getattr__(self, key):\n        try:\n            return self[key]\n"
    "        except KeyError:\n            raise AttributeError(key)",
    "beside others": "__slots__ = ()\n    __getattr__ = asyncpg.Record.__getitem__\n    def to_dict(self):\n        return dict(self)",
}  # fmt: skip

OTHERWISE = {
    "item": ("def __getitem__(self, key):\n        return str(super()[key])", "__getitem__"),
    "get": ("def get(self, key, default=0):\n        return default", "get"),
    "iteration": ("def __iter__(self):\n        return iter(self.keys())", "__iter__"),
    "truth": ("def __bool__(self):\n        return False", "__bool__"),
    "other attributes": ("def __getattr__(self, name):\n        return name", "__getattr__"),
}


@pytest.mark.parametrize("name", ["R", "records.R"])
@pytest.mark.parametrize("body", BY_ATTRIBUTE.values(), ids=BY_ATTRIBUTE)
def test_attributes_are_columns(body: str, name: str) -> None:
    found = analyse(method(ROW + "print(row.title)"), lowered(), other=POOL.format(name=name, body=body))
    assert (found.shape, found.edits) == ("entities", ())


@pytest.mark.parametrize(
    "use", ["print(row.title)", "print(row['title'])", "print(row[0])", "return row", "if row:\n    return"]
)
@pytest.mark.parametrize(("body", "told"), OTHERWISE.values(), ids=OTHERWISE)
def test_records_that_answer_otherwise(body: str, told: str, use: str) -> None:
    with pytest.raises(Refusal) as refusal:
        analyse(method(ROW + use), lowered(), other=POOL.format(name="R", body=body))
    assert refusal.value.code == "rows.consumer"
    assert told in refusal.value.message or use == "print(row.title)"


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("None", "print(row.title)"),  # the class is there, but no pool has it
        ("R", "print(row.to_dict)"),
        ("R", "row.title = 1"),
        ("R", "del row.title"),
        ("R", "print(row.get)"),
        ("R", "print(row.nothing)"),
        ("R", "print(row.title())"),
        ("R", "print(row.title, row.get('url'))\nother.append(row)"),
    ],
)
def test_what_is_no_column(name: str, use: str) -> None:
    with pytest.raises(Refusal) as refusal:
        analyse(method(ROW + use), lowered(), other=POOL.format(name=name, body=BY_ATTRIBUTE["beside others"]))
    assert refusal.value.code == "rows.consumer"


def test_a_name_of_another_attribute_is_edited() -> None:
    other = POOL.format(name="R", body=BY_ATTRIBUTE["itself"])
    found = analyse(method(ROW + "print(row.tag)"), lowered(), other=other)
    assert (found.shape, [edit.text for edit in found.edits]) == ("entities", ["label"])
