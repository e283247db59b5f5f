"""The published figures of a lead's team as a file."""

from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.base import access, sheets
from bot.base.sheets import Sheet
from bot.base.voice import Voice
from bot.leads import export
from bot.turns.runtime import Runtime
from bot.web import wanted
from bot.web.visitor import runtime_of, signed_in, token, voice
from store.database import Transaction
from store.people import Person

_FORMATS: Mapping[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "csv": (sheets.CSV_TYPE, sheets.to_csv),
    "ods": (sheets.ODS_TYPE, sheets.to_ods),
}


async def download(request: Request) -> Response:
    """Send the published figures of a team as a file; of somebody else's team there is as little as of none."""
    runtime, format = runtime_of(request), request.path_params["format"]
    if format not in _FORMATS:
        raise HTTPException(404)
    person = await runtime.database.run(signed_in, token(request), runtime)
    if person is None:
        return wanted.sign_in_first(request)
    speak = voice(request, person)
    sheet = await runtime.database.run(_sheet, person, request.path_params["team"], runtime, speak)
    if sheet is None:
        raise HTTPException(404)
    media_type, write = _FORMATS[format]
    # No team's name in the name of a file: it ends up in lists of downloads.
    name = f"koersvast-{speak.plain('export.file')}.{format}"
    return Response(
        write(sheet), media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _sheet(db: Transaction, person: Person, shown: str, runtime: Runtime, voice: Voice) -> Sheet | None:
    team = access.look(db, person, shown, runtime.clock.now(), "web", event="export team")
    return None if team is None else export.of_team(db, team, voice)
