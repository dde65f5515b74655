"""`antwoord serve`: the page and the REST API."""

from __future__ import annotations

import ipaddress
import os
from contextlib import closing
from typing import TYPE_CHECKING, Final

import click

from antwoord_rules.commands import usage
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.knowledge.loader import BUNDLED
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean

if TYPE_CHECKING:
    from antwoord_rules.web.settings import Settings

STORE_VARIABLE: Final = "ANTWOORD_STORE"
"""The store, for who would not have a password of a database stand in a list of processes."""

_MOST_WORKERS: Final = 64
_HELP = Text(
    "Start de pagina en de REST-API. Zonder accounts is er één gebruiker, en luistert de server alleen op deze computer; voor elk"
    " ander adres zijn accounts nodig (antwoord users). Stop met Ctrl-C: wat loopt, wordt eerst afgemaakt. Zie docs/serving.md.",
    "Start the page and the REST API. Without accounts there is one user, and the server listens on this computer only; any other"
    " address needs accounts (antwoord users). Stop with Ctrl-C: what runs is finished first. See docs/serving.md.",
)
_HOST = Text("Het adres om op te luisteren (standaard 127.0.0.1).", "The address to listen on (default 127.0.0.1).")
_PORT = Text("De poort (standaard 8000; 0 is een vrije poort).", "The port (default 8000; 0 is a free port).")
_WORKERS = Text("Hoeveel processen het werk doen (standaard 1).", "How many processes do the work (default 1).")
_ACCOUNTS = Text("Laat mensen inloggen.", "Let people sign in.")
_TLS = Text(
    "Er staat een proxy met TLS voor: cookies gaan alleen over HTTPS, en wat de proxy over afzenders zegt, telt.",
    "A proxy with TLS stands in front: cookies go over HTTPS only, and what the proxy says of senders counts.",
)
_NAME = Text(
    "Een naam waaronder de server bereikt wordt, zoals antwoord.example.nl; herhaal voor meer.",
    "A name by which the server is reached, such as antwoord.example.nl; repeat for more.",
)
_LOG = Text("Vorm van het logboek op stderr (standaard text).", "Form of the log on stderr (default text).")
_STARTED = Text(
    "Antwoord luistert op {address} (stoppen met Ctrl-C).\nOpslag: {store}\nRegels: {rules}\n",
    "Antwoord listens on {address} (stop with Ctrl-C).\nStore: {store}\nRules: {rules}\n",
)
_STORE = Text(
    f"De opslag: een bestand van SQLite of een adres als postgresql://… (of zet {STORE_VARIABLE}).",
    f"The store: a file of SQLite or an address like postgresql://… (or set {STORE_VARIABLE}).",
)


def store_option(language: Language) -> click.Option:
    """`--store URL|FILE`."""
    return click.Option(["--store"], metavar="FILE|URL", help=_STORE.to(language))


def store_url(given: str | None) -> str:
    """The URL of the store that is meant."""
    from antwoord_rules.web import settings

    found = given or os.environ.get(STORE_VARIABLE)
    return settings.store_url(found) if found else settings.default_store()


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def serve(
        host: str,
        port: int,
        store: str | None,
        workers: int,
        accounts: bool,
        behind_tls: bool,
        names: tuple[str, ...],
        log: str,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
    ) -> None:
        reachable = [name for name in (host, *names) if not _on_loopback(name)]
        if not accounts and (reachable or behind_tls):  # a proxy lets others in too
            raise UsageError([problem("SERVE-NEEDS-ACCOUNTS", host=clean(reachable[0] if reachable else "TLS"))])
        knowledge = usage.knowledge_base(rules, norms)
        try:
            from antwoord_rules.store.store import Store
            from antwoord_rules.web.operation import running
            from antwoord_rules.web.settings import LOOPBACK, Settings
        except ImportError as error:
            raise UsageError([problem("EXTRA-MISSING", extra="web", reason=str(error))]) from error
        known = tuple(dict.fromkeys((*LOOPBACK, host.lower(), *map(str.lower, names))))
        settings = Settings(rules, norms, store_url(store), host, port, workers, accounts, known, behind_tls, log)
        with closing(Store.open(settings.store)) as opened:
            running.check_accounts(settings, opened)
        listener = running.listen(settings)
        address = _address(settings, listener.getsockname()[1])
        layers = ", ".join(clean(name) for name in rules or (BUNDLED,))
        told = {"address": address, "store": clean(_place(opened.url), 1000), "rules": f"{layers} ({knowledge.sha256[:12]})"}
        usage.emit(_STARTED.to(language).format(**told))
        running.serve(settings, listener)

    return usage.LocalizedCommand(
        language,
        "serve",
        serve,
        _HELP,
        [
            click.Option(["--host"], default="127.0.0.1", metavar="ADDRESS", help=_HOST.to(language)),
            click.Option(["--port"], type=click.IntRange(0, 65535), default=8000, metavar="N", help=_PORT.to(language)),
            store_option(language),
            click.Option(["--accounts"], is_flag=True, help=_ACCOUNTS.to(language)),
            click.Option(["--behind-tls"], is_flag=True, help=_TLS.to(language)),
            click.Option(["--name", "names"], multiple=True, metavar="HOST", help=_NAME.to(language)),
            click.Option(
                ["--workers"], type=click.IntRange(1, _MOST_WORKERS), default=1, metavar="N", help=_WORKERS.to(language)
            ),
            click.Option(["--log-format", "log"], type=click.Choice(["text", "json"]), default="text", help=_LOG.to(language)),
            usage.rules_option(language),
            usage.norm_option(language),
        ],
    )


def _on_loopback(host: str) -> bool:
    """Whether only this computer can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _address(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{clean(host)}:{port}"


def _place(url: str) -> str:
    """The file of SQLite, or the address without its password."""
    return url.removeprefix("sqlite:///")
