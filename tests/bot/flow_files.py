"""Small flows of an organisation's own, written to a folder by a test."""

import textwrap
from pathlib import Path

SHARING = """
drempel:
  ask: Wat zat ertussen?
  text: true
deel:
  share: "{{ drempel }}"
  to: lead
  ask: Wil je dit laten zien?
klaar:
  end: Dat was het.
"""
"""shows the lead what somebody typed, by their own button"""


def write(folder: Path, name: str, nodes: str, head: str = "") -> Path:
    """A flow file that a command of its own name begins; `head` adds to or replaces lines of the head."""
    folder.mkdir(exist_ok=True)
    plain = {
        "flow": name,
        "title": name.capitalize(),
        "for": "[employee]",
        "owner": "coach",
        "review": "2027-06-01",
        "commands": f"{{nl: [{name}], en: [{name}]}}",
    }
    overrides = dict(line.split(": ", 1) for line in textwrap.dedent(head).strip().splitlines())
    lines = [f"{key}: {value}" for key, value in {**plain, **overrides}.items()]
    path = folder / f"{name}.yaml"
    path.write_text("\n".join([*lines, "nodes:", textwrap.indent(textwrap.dedent(nodes).strip(), "  ")]) + "\n")
    return path
