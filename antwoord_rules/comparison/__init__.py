"""What changed between two dates, and what each part of it did: rules, what became known, what changed, what is known no more."""
