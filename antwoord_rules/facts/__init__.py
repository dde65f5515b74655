"""From a JSON fact document to working memory: validated, with evidence and the unknown kept."""
