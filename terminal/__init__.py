"""The terminal: its commands, what they print, and how far they are."""
