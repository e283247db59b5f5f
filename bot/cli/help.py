"""Help in whole sentences: lists of commands are not cut off where the line ends."""

from typing import Any

from typer.core import TyperGroup


class SentenceHelp(TyperGroup):
    """Lists commands, each with its first paragraph, whole."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the name and the sentence of every command that is shown."""
        listed = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, first_paragraph(command.help or "")) for name, command in listed if command and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def first_paragraph(text: str) -> str:
    """Put the first paragraph on one line."""
    return " ".join(text.strip().split("\n\n")[0].split())
