"""Which number format a model computes in: the fastest one that this processor multiplies natively."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from index.embedding.embedder import Precision

PrecisionChoice = Literal["auto", "float32", "bfloat16", "int8"]

NOT_INT8 = Precision("float32", "Voor dit model of deze installatie zijn gehele getallen niet nauwkeurig genoeg.")
"""What a model computes in after int8 was tried and refused."""


def choose_precision(choice: PrecisionChoice = "auto") -> Precision:
    """Settle "auto" by what the processor has.

    Only matrix units for bfloat16 (AMX) make it faster than float32 for sure: with AVX512-BF16 alone it was nearly
    twice as fast on an AMD processor, and 1.6 times slower on an Intel one. 8-bit integers (VNNI) are about twice as
    fast as float32 on those (`python -m benchmarks.embedding`). The cosine with float32 stays above 0.999 in each.
    """
    if choice != "auto":
        return Precision(choice, "Zo ingesteld.")
    import torch

    processor = torch.cpu.get_capabilities()
    if processor.get("amx_bf16"):
        return Precision("bfloat16", "Deze processor rekent zelf in bfloat16 (AMX); dat is het snelst.")
    if (processor.get("avx512_vnni") or processor.get("avx_vnni")) and find_spec("openvino"):
        return Precision(
            "int8", "Deze processor rekent zelf met gehele getallen (VNNI); dat is ongeveer twee keer zo snel."
        )
    return Precision("float32", "Deze processor rekent niet zelf in een korter getal; float32 is dan het snelst.")
