"""What `antwoord check` found, for people and for other programs."""
