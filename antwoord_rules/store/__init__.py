"""What the page keeps: municipalities with their versions, drafts, people, and who did what.

The only room that talks to a database. It keeps documents as texts and knows nothing of facts.
"""
