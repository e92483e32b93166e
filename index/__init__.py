"""Passages in, neighbours out: embeds, keeps and finds passages. Knows nothing of questions.

`build` brings an index up to date with files and folders; `LocalStore` is the index on this machine.
"""

from index.embedding.embedder import Embedder, ModelIdentity, Precision
from index.embedding.models import open_embedder
from index.filter import Filter
from index.local.local_store import LocalStore
from index.manifest import Manifest
from index.places import default_index, default_model
from index.report import BuildReport, Failure, TextlessPages
from index.store import Candidates, LexicalQuery, Store, StoreInfo, View
from index.sync import build

__all__ = [
    "BuildReport",
    "Candidates",
    "Embedder",
    "Failure",
    "Filter",
    "LexicalQuery",
    "LocalStore",
    "Manifest",
    "ModelIdentity",
    "Precision",
    "Store",
    "StoreInfo",
    "TextlessPages",
    "View",
    "build",
    "default_index",
    "default_model",
    "open_embedder",
]
