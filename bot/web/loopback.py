"""Tells requests of programs on this machine from those that come from elsewhere, or through something."""

from ipaddress import ip_address

from starlette.requests import Request

from bot.base.settings import on_loopback

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def is_near(request: Request) -> bool:
    """Say whether a program on this machine asks, by a loopback name, and not a proxy on behalf of somebody else."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        near = ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    # By name too: a web page elsewhere may have pointed a name of its own at this machine.
    return near and on_loopback(f"http://{request.headers.get('host', '')}")
