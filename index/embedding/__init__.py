"""Texts to vectors: the default model and its unpacking, and any other model of sentence-transformers."""
