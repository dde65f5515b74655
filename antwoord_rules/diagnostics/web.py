"""What can be wrong with a request."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

WEB: Final[dict[str, Diagnostic]] = {
    "WEB-NOT-FOUND": entry(
        "deze pagina bestaat niet",
        "this page does not exist",
        "Kijk of het adres klopt, of begin bij het overzicht.",
        "See whether the address is right, or start at the overview.",
    ),
    "WEB-METHOD": entry(
        "dat kan hier niet op deze manier",
        "that can't be done here in this way",
        "De beschrijving van de API staat op /api/docs.",
        "The API is described at /api/docs.",
    ),
    "WEB-FORGED": entry(
        "dit formulier hoort niet bij uw sessie",
        "this form does not belong to your session",
        "Laad de pagina opnieuw en probeer het nog eens.",
        "Load the page again and try once more.",
    ),
    "WEB-SIGN-IN": entry(
        "hiervoor moet u inloggen",
        "you must sign in for this",
        "Log in, of stuur een geldig token mee.",
        "Sign in, or send a valid token.",
    ),
    "WEB-NOT-ALLOWED": entry(
        "dit mag u niet met uw rol",
        "your role does not allow this",
        "Vraag de beheerder om de rol {role}.",
        "Ask the administrator for the role {role}.",
    ),
    "WEB-TOO-LARGE": entry(
        "wat u stuurt, is te groot",
        "what you send is too large",
        "Hoogstens {most} bytes is mogelijk.",
        "At most {most} bytes are possible.",
    ),
    "WEB-BUSY": entry(
        "er worden al te veel rapporten tegelijk gemaakt",
        "too many reports are being made already",
        "Probeer het over een paar seconden weer.",
        "Try again in a few seconds.",
    ),
    "WEB-FIELD": entry(
        "{name} klopt niet: {reason}",
        "{name} is wrong: {reason}",
        "Kijk welke waarden zijn toegestaan.",
        "See which values are allowed.",
    ),
    "WEB-MEDIA-TYPE": entry(
        "dit soort inhoud wordt hier niet gelezen",
        "this kind of content is not read here",
        "Stuur {allowed} in UTF-8, niet ingepakt.",
        "Send {allowed} in UTF-8, not compressed.",
    ),
    "WEB-INTERNAL": entry(
        "er ging iets mis op de server",
        "something went wrong on the server",
        "Dit is een fout van ons. Meld aan de beheerder wat u deed en hoe laat.",
        "This is a fault of ours. Tell the administrator what you did and when.",
    ),
}
