"""The report of `antwoord compare`: what changed between two dates or more, and what that did."""
