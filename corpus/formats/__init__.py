"""Formats other than text: what kreuzberg extracts, made into headings and blocks. Runs in worker processes."""
