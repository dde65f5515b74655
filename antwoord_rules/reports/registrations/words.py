"""The words of the report of `antwoord derive`."""

from __future__ import annotations

from typing import Final

from antwoord_rules.language import Text

TITLE: Final = Text("Gemeten in registraties", "Measured in registrations")
READ: Final = Text("Wat is gelezen", "What was read")
READ_OF: Final = Text(
    "{title}: bestanden {files}, records {records}; geteld {counted}, dubbel {duplicates}, andere periode {outside}, zonder datum"
    " {undated}",
    "{title}: files {files}, records {records}; counted {counted}, double {duplicates}, other period {outside}, no date"
    " {undated}",
)
PERIOD: Final = Text("{source}: periode {period}.", "{source}: period {period}.")
EMPTY: Final = Text("Pagina's zonder records: {files}.", "Pages without records: {files}.")
NO_PERSONS: Final = Text(
    "Alleen de velden die nodig zijn, zijn gelezen. Namen, nummers, adressen en vrije tekst staan hier dus niet in.",
    "Only the fields needed were read. So names, numbers, addresses and free text are not in this.",
)
FACTS: Final = Text("Gemeten feiten", "Measured facts")
NO_FACTS: Final = Text("Geen: in deze periode was er niets te meten.", "None: there was nothing to measure in this period.")
FACT: Final = Text("{label}: {value} ({evidence})", "{label}: {value} ({evidence})")
COUNTS: Final = Text("Tellingen: {counts}.", "Counts: {counts}.")
BOUNDS: Final = Text("Wat er ten minste is", "What there is at least")
BOUND: Final = Text("{label}: ten minste {value} ({contacts} contacten)", "{label}: at least {value} ({contacts} contacts)")
FIGURES: Final = Text("Kengetallen (geen feiten van Antwoord©)", "Figures (no facts of Antwoord©)")
FIGURE: Final = Text("{label}: {value}", "{label}: {value}")
ABOUT: Final = Text("Zegt iets over: {labels}.", "Says something of: {labels}.")
NOTHING: Final = Text("niet te bepalen", "can't be told")
CHANNELS: Final = Text("Contacten per kanaal", "Contacts by channel")
CHANNEL_HEADERS: Final = (Text("registratie", "registration"), Text("kanaal", "channel"), Text("contacten", "contacts"))
CHANNEL: Final = {
    "telefoon": Text("telefoon", "telephone"),
    "website": Text("website", "website"),
    "balie": Text("balie", "counter"),
    "email": Text("e-mail", "e-mail"),
    "post": Text("post", "post"),
    "chat": Text("chat", "chat"),
    "social_media": Text("sociale media", "social media"),
    "other": Text("ander of niet ingevuld", "other or not filled in"),
}
AGAINST: Final = Text("Tegenspraak", "Contradictions")
NO_CONTRADICTION: Final = Text(
    "Geen: wat gemeten is, spreekt de feiten niet tegen.", "None: what was measured does not contradict the facts."
)
CLAIM: Final = {
    "value": Text("{label}: opgegeven {claimed}, gemeten {measured}", "{label}: claimed {claimed}, measured {measured}"),
    "bound": Text(
        "{label}: opgegeven {claimed}, gemeten ten minste {measured}", "{label}: claimed {claimed}, measured at least {measured}"
    ),
    "unseen": Text(
        "{label}: opgegeven {claimed}, in gebruik gezien {measured} (geen tegenspraak, wel een vraag)",
        "{label}: claimed {claimed}, seen in use {measured} (no contradiction, but a question)",
    ),
    "proxy": Text(
        "{label}: opgegeven {claimed}, de benadering geeft {measured} (geen tegenspraak, wel een vraag)",
        "{label}: claimed {claimed}, the proxy gives {measured} (no contradiction, but a question)",
    ),
}
CLAIMED: Final = Text("Opgegeven: {evidence}.", "Claimed: {evidence}.")
MEASURED: Final = Text("Gemeten: {evidence}.", "Measured: {evidence}.")
NORM: Final = Text("De norm '{label}' ligt ertussen.", "The norm '{label}' lies between them.")
OTHER_PERIOD: Final = Text("Let op: de opgave gaat over een andere periode.", "Note: the claim is about another period.")
QUESTIONS: Final = Text("Vragen die overblijven", "Questions left")
REST: Final = Text(
    "{number} feiten staan niet in registraties. Beantwoord ze met: antwoord ask.",
    "{number} facts do not stand in registrations. Answer them with: antwoord ask.",
)

REASON: Final = {
    "no_source": Text("een andere registratie meet dit", "another registration measures this"),
    "no_counted": Text("geen enkel record in de periode telt hiervoor", "no record in the period counts for this"),
    "no_status": Text(
        "zonder de tabel TELEFOONSTATUS is onbekend welke gesprekken zijn opgenomen",
        "without the table TELEFOONSTATUS it is unknown which calls were answered",
    ),
    "no_entrances": Text(
        "de registratie zegt niet wat een ingang is; zeg het onder 'ingangen' in --mapping",
        "the registration does not say what an entrance is; say so under 'ingangen' in --mapping",
    ),
    "channels_unnamed": Text(
        "een deel van de contacten heeft een kanaal dat niet onder 'ingangen' staat",
        "some contacts have a channel that does not stand under 'ingangen'",
    ),
}

BIAS: Final = {
    "unregistered": Text(
        "Een vraag die meteen beantwoord is, wordt vaak niet geregistreerd. Het echte aandeel is dan hoger.",
        "A question that is answered at once is often not registered. The real share is then higher.",
    ),
    "own_mapping": Text(
        "Welk resultaat telt als direct, is onze keuze of die van u; de registratie zegt het niet.",
        "Which result counts as direct is our choice or yours; the registration does not say.",
    ),
    "consulted_direct": Text(
        "Afgehandeld na ruggespraak telt mee als direct; dat hebt u gekozen.",
        "Handled after consulting a colleague counts as direct; that was your choice.",
    ),
    "consulted_not": Text(
        "Afgehandeld na ruggespraak telt niet als direct; dat hebt u gekozen.",
        "Handled after consulting a colleague does not count as direct; that was your choice.",
    ),
    "no_result": Text(
        "Gesprekken zonder resultaat tellen niet mee. Lijken die op de andere, dan klopt het aandeel.",
        "Conversations without a result are left out. If they are like the others, the share is right.",
    ),
    "proxy_tasks": Text(
        "Een benadering: zonder interne taak is niet hetzelfde als beantwoord, en een doorverbonden gesprek laat geen taak na.",
        "A proxy: no internal task is not the same as answered, and a call that was put through leaves no task.",
    ),
    "outgoing": Text(
        "De registratie kan ook contacten bevatten die de gemeente zelf begon.",
        "The registration may also hold contacts that the municipality began itself.",
    ),
    "wait_unit": Text(
        "Het gegevensmodel noemt geen eenheid: een getal is gelezen als seconden.",
        "The data model gives no unit: a number was read as seconds.",
    ),
    "answered_only": Text(
        "Alleen opgenomen gesprekken tellen mee; wie ophing, wachtte soms langer.",
        "Only answered calls count; those who hung up may have waited longer.",
    ),
    "menu": Text(
        "De wachttijd begint als de centrale opneemt; of een keuzemenu meetelt, verschilt per centrale.",
        "The wait begins when the exchange answers; whether a menu counts differs between exchanges.",
    ),
    "links_partial": Text(
        "Medewerkers leggen de koppeling zelf, en soms in een ander systeem. Het echte aandeel is dan hoger.",
        "Employees make the link by hand, and sometimes in another system. The real share is then higher.",
    ),
    "entrances_used": Text(
        "Een ingang waardoor in deze periode niemand kwam, is niet gezien.",
        "An entrance through which nobody came in this period was not seen.",
    ),
    "channel_by_hand": Text("Medewerkers kiezen het kanaal zelf.", "Employees choose the channel by hand."),
}

FIGURE_LABEL: Final = {
    "internal_task": Text("Contacten die leidden tot een interne taak", "Contacts that led to an internal task"),
    "within_norm": Text("Opgenomen gesprekken binnen de norm voor de wachttijd", "Answered calls within the norm for waiting"),
    "abandoned": Text("Gesprekken waarbij de beller ophing", "Calls in which the caller hung up"),
    "cases_referred": Text("Zaken waarnaar een contact verwijst", "Cases that a contact refers to"),
    "contacts_on_case": Text("Contacten die naar een zaak verwijzen", "Contacts that refer to a case"),
}

COUNT: Final = {
    "direct": Text("direct {}", "direct {}"),
    "not": Text("niet direct {}", "not direct {}"),
    "ignored": Text("telt niet mee {}", "left out {}"),
    "without_result": Text("zonder resultaat {}", "without result {}"),
    "consulted": Text("na ruggespraak {}", "after consulting {}"),
    "with_task": Text("met interne taak {}", "with internal task {}"),
    "without_task": Text("zonder interne taak {}", "without internal task {}"),
    "answered": Text("opgenomen {}", "answered {}"),
    "abandoned": Text("opgehangen {}", "hung up {}"),
    "dropped": Text("beëindigd door het systeem {}", "ended by the system {}"),
    "without_status": Text("zonder status {}", "without state {}"),
    "with_wait": Text("met wachttijd {}", "with a waiting time {}"),
    "within_norm": Text("binnen de norm {}", "within the norm {}"),
    "cases": Text("zaken {}", "cases {}"),
    "referred": Text("met contact {}", "with a contact {}"),
    "on_case": Text("bij een zaak {}", "on a case {}"),
    "not_on_case": Text("niet bij een zaak {}", "not on a case {}"),
    "contacts": Text("contacten {}", "contacts {}"),
    "entrances": Text("ingangen {}", "entrances {}"),
}
