"""Looking after what is searched: the list of documents, adding, replacing and removing, for those who may manage.

Pages of our own rather than a tab of Gradio: so uploads go through these addresses alone, which the gate keeps for
managers, Gradio's own upload stays shut, and nothing here needs a script.
"""
