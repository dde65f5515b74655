"""What can be wrong with what was saved, or is to be saved."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

STORE: Final[dict[str, Diagnostic]] = {
    "STORE-GONE": entry(
        "{name} is er niet (meer), of is niet van u",
        "{name} is not there (any more), or is not yours",
        "Ga terug naar het overzicht en kies daar.",
        "Go back to the overview and choose there.",
    ),
    "STORE-CONFLICT": entry(
        "iemand anders heeft intussen een nieuwere versie van {name} bewaard",
        "somebody else saved a newer version of {name} meanwhile",
        "Uw concept is er nog. Bekijk wat er veranderde, en bewaar het daarna opnieuw.",
        "Your draft is still there. Look at what changed, and save it again.",
    ),
    "STORE-DRAFT-CHANGED": entry(
        "dit concept is intussen ergens anders veranderd, misschien in een ander venster",
        "this draft was changed somewhere else meanwhile, perhaps in another window",
        "Laad de pagina opnieuw; uw laatste antwoord is nog niet bewaard.",
        "Load the page again; your last answer has not been saved yet.",
    ),
    "STORE-UNAVAILABLE": entry(
        "de opslag kan niet worden gebruikt: {reason}",
        "the store can't be used: {reason}",
        "Meestal is er dan niets bewaard: kijk dat na en probeer het zo weer. Houdt het aan, vraag het de beheerder. Die kijkt of"
        " de opslag er is, of dit programma erin mag schrijven, en of de schijf vol is.",
        "Usually nothing was saved then: look, and try again in a moment. If it goes on, ask the administrator, who looks whether"
        " the store is there, whether this program may write in it, and whether the disk is full.",
    ),
    "STORE-URL": entry(
        "dit is geen adres van een opslag",
        "this is no address of a store",
        "Geef sqlite:///pad/naar/bestand.sqlite3 of postgresql://gebruiker:wachtwoord@server/database.",
        "Give sqlite:///path/to/file.sqlite3 or postgresql://user:password@server/database.",
    ),
    "STORE-NEWER": entry(
        "de opslag is van een nieuwere versie van dit programma (stap {found})",
        "the store is of a newer version of this program (step {found})",
        "Werk het programma bij. Er is niets veranderd.",
        "Update the program. Nothing was changed.",
    ),
    "ARCHIVE-INVALID": entry(
        "{name} kan niet worden ingelezen: {reason}",
        "{name} can't be read in: {reason}",
        "Er is niets ingelezen. Gebruik een zip die dit programma maakte, of een zip met alleen feitenbestanden.",
        "Nothing was read in. Use a zip that this program made, or a zip of fact files only.",
    ),
    "ARCHIVE-CONFLICT": entry(
        "van {name} is versie {number} er al, met een andere inhoud",
        "version {number} of {name} is there already, with other content",
        "Er is niets ingelezen. Lees het archief in een lege opslag in, of alleen de feitenbestanden eruit.",
        "Nothing was read in. Bring the archive into an empty store, or only the fact files from it.",
    ),
    "PEOPLE-WRONG": entry(
        "de naam of het wachtwoord klopt niet",
        "the name or the password is wrong",
        "Probeer het opnieuw, of vraag de beheerder om een nieuw wachtwoord.",
        "Try again, or ask the administrator for a new password.",
    ),
    "PEOPLE-CURRENT": entry(
        "uw huidige wachtwoord klopt niet",
        "your current password is wrong",
        "Er is niets veranderd. Probeer het opnieuw, of vraag de beheerder om een nieuw wachtwoord.",
        "Nothing was changed. Try again, or ask the administrator for a new password.",
    ),
    "PEOPLE-TOO-OFTEN": entry(
        "het wachtwoord was te vaak verkeerd",
        "the password was wrong too often",
        "Wacht {minutes} minuten en probeer het dan opnieuw.",
        "Wait {minutes} minutes and try again then.",
    ),
    "PEOPLE-PASSWORD": entry(
        "dit wachtwoord is te makkelijk te raden, of te lang",
        "this password is too easy to guess, or too long",
        "Kies {least} tot {most} tekens, en niet uw naam. Een paar woorden achter elkaar is goed.",
        "Choose {least} to {most} characters, and not your name. A few words in a row will do.",
    ),
    "PEOPLE-NAME": entry(
        '"{found}" kan geen gebruikersnaam zijn',
        '"{found}" can\'t be the name of a user',
        "Kies 1 tot {most} tekens, zonder besturingstekens.",
        "Choose 1 to {most} characters, without control characters.",
    ),
    "PEOPLE-LABEL": entry(
        '"{found}" kan geen naam van een token zijn',
        '"{found}" can\'t be the name of a token',
        "Kies 1 tot {most} tekens, zonder besturingstekens.",
        "Choose 1 to {most} characters, without control characters.",
    ),
    "PEOPLE-TAKEN": entry(
        "er is al een gebruiker die {name} heet",
        "there is a user called {name} already",
        "Kies een andere naam; hoofdletters maken geen verschil.",
        "Choose another name; capitals make no difference.",
    ),
    "PEOPLE-UNKNOWN": entry(
        "er is geen gebruiker die {name} heet",
        "there is no user called {name}",
        "Kijk in de lijst van gebruikers hoe de naam geschreven is.",
        "See in the list of users how the name is written.",
    ),
    "PEOPLE-ROLE": entry(
        "{found} is geen rol",
        "{found} is no role",
        "Kies een van: {roles}.",
        "Choose one of: {roles}.",
    ),
    "PEOPLE-LAST-ADMIN": entry(
        "{name} is de laatste beheerder",
        "{name} is the last administrator",
        "Maak eerst iemand anders beheerder.",
        "Make somebody else an administrator first.",
    ),
}
