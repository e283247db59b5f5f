"""A sentence of the check, in English, that knows its pattern and what was put in: so it can be told in Dutch too."""

from collections.abc import Mapping
from typing import Self


class Remark(str):
    """A sentence of a finding: `Remark("there is no node {name!r}", name="plek")`; `telling` tells it in Dutch too.
    Without values the sentence stands as it is, braces and all."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, **values: object) -> Self:
        if isinstance(pattern, cls):
            return pattern
        remark = super().__new__(cls, pattern.format(**values) if values else pattern)
        remark.pattern, remark.values = pattern, values
        return remark
