"""Who may ask, and who may manage: users, sessions, throttled logins, and the gate that every request passes.

Without users the page is open, which is why it is then served to this computer only. Nothing here knows of questions
or of Gradio.
"""
