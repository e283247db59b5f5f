"""Names what a flow, an answer or another program may hold: whatever JSON can say."""

from typing import Any

JSON = Any  # a type of its own would be narrowed at each use; what comes in is checked where it is read
