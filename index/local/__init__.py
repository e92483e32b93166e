"""The store of one machine. SQL, FAISS and tantivy are known here only.

`truth` (SQLite) holds everything; `caches` (FAISS in `vectors`, tantivy in `lexical`) are made of it, a folder for each
generation; `snapshot` is what answers at one generation, and `view` is how a question sees it.
"""
