"""Asks other programs: at configured addresses only, no private one that was not allowed, within time and size."""

import asyncio
import json
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpx

from bot.base.egress import Egress

_MOVED = (301, 302, 303, 307, 308)
_KEEP_METHOD = (307, 308)
_PUBLIC = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")


class NoReply(Exception):
    """There is no answer to use; the message is the reason, without anything that was sent or received."""


@dataclass(frozen=True, slots=True)
class CallRules:
    """Says what flows may call: name → URL, networks in which private ones may lie, and limits."""

    addresses: Mapping[str, str]
    networks: Sequence[IPv4Network | IPv6Network] = ()
    seconds: float = 10.0
    most_bytes: int = 65_536
    most_moves: int = 3


@dataclass(slots=True)
class Outside:
    """Asks other programs, one request at a time each on a connection of its own: no cookies, nothing carried over."""

    rules: CallRules
    egress: Egress = field(default_factory=Egress)
    trust: ssl.SSLContext = field(init=False)

    def __post_init__(self) -> None:
        self.trust = self.egress.trust()

    async def ask(self, name: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask the address of that name and give the JSON object that it answers; POST with a body, else GET. Raises
        NoReply."""
        url = self.rules.addresses.get(name)
        if url is None:
            raise NoReply("not configured")
        try:
            async with asyncio.timeout(self.rules.seconds):
                return await self._follow(httpx.URL(url), body)
        except TimeoutError:
            raise NoReply("too slow") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise NoReply(type(error).__name__) from None

    async def _follow(self, url: httpx.URL, body: Mapping[str, Any]) -> Mapping[str, Any]:
        for _ in range(self.rules.most_moves + 1):
            status, moved_to, content = await self._once(url, body)
            if status not in _MOVED:
                return _read(status, content)
            url = url.join(moved_to)
            if not self._listed(url):
                raise NoReply("moved off the list")
            body = body if status in _KEEP_METHOD else {}
        raise NoReply("moved too often")

    def _listed(self, url: httpx.URL) -> bool:
        """Say whether it is one of the configured addresses, or lies below one."""
        return any(_below(url, httpx.URL(listed)) for listed in self.rules.addresses.values())

    async def _once(self, url: httpx.URL, body: Mapping[str, Any]) -> tuple[int, str, bytes]:
        target, proxy = await self._way(url)
        headers = {"host": url.netloc.decode("ascii"), "accept": "application/json", "accept-encoding": "identity"}
        async with (
            httpx.AsyncClient(verify=self.trust, proxy=proxy, trust_env=False, timeout=self.rules.seconds) as client,
            client.stream(
                "POST" if body else "GET",
                target,
                json=body or None,
                headers=headers,
                extensions={"sni_hostname": url.host},
            ) as response,
        ):
            return response.status_code, response.headers.get("location", ""), await self._content(response)

    async def _content(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise NoReply("packed, although it was asked not to be")
        content = b""
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > self.rules.most_bytes:
                raise NoReply("too large")
        return content

    async def _way(self, url: httpx.URL) -> tuple[httpx.URL, str | None]:
        """Choose what to connect to, and through which proxy. Raises NoReply, OSError.

        Straight on, the name is looked up once and the connection goes to what was judged: another answer later changes
        nothing. A proxy looks names up itself, and may be the only one who can; then its own rules say where it may go.
        """
        proxy = self.egress.proxy_for(str(url))
        try:
            address = await self._resolve(url)
        except socket.gaierror:
            if proxy is None:
                raise
            return url, proxy
        if proxy is None or any(ip_address(address) in network for network in self.rules.networks):
            return url.copy_with(host=address), None
        return url, proxy

    async def _resolve(self, url: httpx.URL) -> str:
        port = url.port or {"https": 443}.get(url.scheme, 80)
        entries = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in entries]
        if not addresses or not all(self._may_reach(one) for one in addresses):
            raise NoReply("a private address")
        return str(addresses[0])

    def _may_reach(self, address: IPv4Address | IPv6Address) -> bool:
        meant = _meant(address)
        if any(meant in network for network in self.rules.networks):
            return True
        if isinstance(meant, IPv6Address) and (meant not in _PUBLIC or meant.sixtofour or meant.teredo):
            return False  # "global" to the library are also retired private ranges, and tunnels to any IPv4 address
        return bool(meant.is_global and not meant.is_multicast)


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Find the IPv4 address that an IPv6 one only carries: mapped (RFC 4291) or for a translator (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in _TRANSLATED else address.ipv4_mapped or address


def _below(url: httpx.URL, listed: httpx.URL) -> bool:
    if (url.scheme, url.host, url.port) != (listed.scheme, listed.host, listed.port) or url.userinfo:
        return False
    if ".." in url.path.split("/"):  # written as %2e%2e a server may still go up
        return False
    return url.path == listed.path or url.path.startswith(f"{listed.path.rstrip('/')}/")


def _read(status: int, content: bytes) -> Mapping[str, Any]:
    if not 200 <= status < 300:
        raise NoReply(f"status {status}")
    try:
        reply = json.loads(content)
    except (ValueError, RecursionError):
        raise NoReply("no JSON") from None
    if not isinstance(reply, dict):
        raise NoReply("no JSON object")
    return reply
