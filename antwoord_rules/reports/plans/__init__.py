"""The report of `antwoord plan`."""
