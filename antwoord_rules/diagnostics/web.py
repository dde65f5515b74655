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
        "Ga terug naar de pagina waar u vandaan kwam. Programma's vinden op /api/docs hoe het wel kan.",
        "Go back to the page that you came from. Programs find at /api/docs how it can be done.",
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
        "de server heeft het nu te druk",
        "the server is too busy now",
        "Probeer het over een paar seconden opnieuw. Er is niets veranderd.",
        "Try again in a few seconds. Nothing was changed.",
    ),
    "WEB-FIELD": entry(
        "{name} klopt niet: {reason}",
        "{name} is wrong: {reason}",
        "Verbeter dit en stuur het opnieuw.",
        "Correct this and send it again.",
    ),
    "WEB-MEDIA-TYPE": entry(
        "dit soort inhoud wordt hier niet gelezen",
        "this kind of content is not read here",
        "Stuur {allowed} in UTF-8, niet ingepakt.",
        "Send {allowed} in UTF-8, not compressed.",
    ),
    "WEB-TOO-SLOW": entry(
        "wat u stuurt, kwam te langzaam binnen",
        "what you send came in too slowly",
        "Het moet er binnen {seconds} seconden zijn. Probeer het opnieuw over een betere verbinding.",
        "It must be there within {seconds} seconds. Try again over a better connection.",
    ),
    "WEB-HOST": entry(
        "de server is onder de naam {name} niet bekend",
        "the server is not known by the name {name}",
        "Geef de naam op bij het starten: antwoord serve --name NAAM.",
        "Give the name at the start: antwoord serve --name NAME.",
    ),
    "WEB-FAULT": entry(
        "er ging bij ons iets mis (verzoek {id})",
        "something went wrong on our side (request {id})",
        "Probeer het opnieuw. Blijft het misgaan, geef dan dit nummer door aan de beheerder; het staat in het logboek"
        " van de server.",
        "Try again. If it goes on, tell the administrator this number; it stands in the log of the server.",
    ),
    "SERVE-ADDRESS": entry(
        "de server kan niet luisteren op {address}: {reason}",
        "the server can't listen on {address}: {reason}",
        "Kies een andere poort met --port (0 is een vrije poort), of stop wat er al luistert.",
        "Choose another port with --port (0 is a free one), or stop what listens there already.",
    ),
    "SERVE-NEEDS-ACCOUNTS": entry(
        "via {host} kunnen anderen bij de server, en dan moeten mensen inloggen",
        "others can reach the server through {host}, and then people must sign in",
        "Maak een beheerder met: antwoord users add NAAM --role admin. Start dan met --accounts, en zet TLS ervoor zoals"
        " docs/serving.md laat zien.",
        "Make an administrator with: antwoord users add NAME --role admin. Then start with --accounts, and put TLS in front as"
        " docs/serving.md shows.",
    ),
    "SERVE-NEEDS-ADMIN": entry(
        "er is nog niemand die als beheerder kan inloggen",
        "there is nobody yet who can sign in as administrator",
        "Maak een beheerder met: antwoord users add NAAM --role admin, met dezelfde --store.",
        "Make an administrator with: antwoord users add NAME --role admin, with the same --store.",
    ),
    "USERS-PASSWORD": entry(
        "er is geen terminal om het wachtwoord te vragen",
        "there is no terminal to ask for the password",
        "Geef het op de standaardinvoer, met --password-stdin.",
        "Give it on standard input, with --password-stdin.",
    ),
    "USERS-TWICE": entry(
        "de twee wachtwoorden zijn niet gelijk",
        "the two passwords are not the same",
        "Er is niets veranderd. Probeer het opnieuw.",
        "Nothing was changed. Try again.",
    ),
}
