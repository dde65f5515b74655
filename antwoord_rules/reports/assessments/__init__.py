"""The report of `antwoord assess`: one assessment, short."""
