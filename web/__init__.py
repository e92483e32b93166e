"""What the web page is made of: its sentences, results as HTML, the page around them. `app.py` is its only user."""
