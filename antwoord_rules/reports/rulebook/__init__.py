"""The rule book: what each rule says, asks and rests on."""
