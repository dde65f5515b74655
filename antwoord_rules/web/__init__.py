"""The page and the REST API. They read requests, call the library and show what it says; nothing of the domain is decided."""
