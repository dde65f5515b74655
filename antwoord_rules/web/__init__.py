"""The page and the REST API: they read requests, call the library and show what it says; nothing of the domain is here."""
