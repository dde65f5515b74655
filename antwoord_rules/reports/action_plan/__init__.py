"""The report of `antwoord report`: a plan van aanpak (plan of action) that a municipality can edit and use.

`dossier` gathers what it rests on; each section is a module that yields `Said`: a block, with the parts of the dossier that it
rests on. `report` puts the sections in order. The source wants a plan to begin with the phase; the layout beyond that is ours.
"""
