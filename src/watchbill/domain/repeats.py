"""Changes that may be sent twice: what a caller's key stands for is done once, and its answer kept for a day."""

from typing import Final

import msgspec

from watchbill.domain.access import Caller
from watchbill.domain.errors import Conflict, KeyReused
from watchbill.domain.model import KeptAnswer
from watchbill.domain.ports import Writes

KEPT: Final = 86_400
"""Seconds for which an answer is kept."""
UNANSWERED: Final = 0
"""The status of an answer that is being made; nobody but its own transaction ever sees it."""


async def claim(writes: Writes, caller: Caller, key: str, fingerprint: str, now: int) -> KeptAnswer:
    """The answer that is kept under the caller's key, or a new one to be `kept` in this transaction.

    Raises KeyReused where the key stands for something else, Conflict where the answer told a secret.
    """
    asked = KeptAnswer(
        provider_id=writes.provider_id,
        account_id=caller.account.id,
        key=key,
        fingerprint=fingerprint,
        status=UNANSWERED,
        headers=(),
        body=None,
        created_at=now,
    )
    known = await writes.claim(asked, oldest=now - KEPT)
    if known is None:
        return asked
    if known.fingerprint != fingerprint:
        raise KeyReused(key)
    if known.body is None:
        raise Conflict("This has been done already, and its answer told a secret, which is told only once.")
    return known


def is_new(answer: KeptAnswer) -> bool:
    """Whether it is still to be done."""
    return answer.status == UNANSWERED


async def keep(
    writes: Writes, claimed: KeptAnswer, status: int, headers: tuple[tuple[str, str], ...], body: str | None
) -> None:
    """Keep what came of it; `body` None where it told a secret."""
    await writes.save(msgspec.structs.replace(claimed, status=status, headers=headers, body=body))
