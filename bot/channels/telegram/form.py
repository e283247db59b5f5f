"""Holds the parameters of a call to Telegram as they go over the line."""

import json
from collections.abc import Mapping
from typing import Any


class Form:
    """Stands where the library's own `RequestData` does, with the attributes that it documents.

    The library fills its own by names that it keeps to itself, and makes an object of each parameter.
    """

    contains_files = False

    def __init__(self, parameters: Mapping[str, object]) -> None:
        """Keep the parameters of which the value is not None."""
        self.parameters = {name: value for name, value in parameters.items() if value is not None}

    @property
    def json_parameters(self) -> dict[str, str]:
        """Give each parameter as text: words as they are, all else as JSON."""
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in self.parameters.items()}

    @property
    def multipart_data(self) -> dict[str, Any]:
        """Give the files that go along, of which there are none."""
        return {}
