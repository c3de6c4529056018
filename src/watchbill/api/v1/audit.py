"""The audit log: who changed what, when and from where."""

from collections.abc import Mapping
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.wire import Clocks, NamedSaid, Query, listed
from watchbill.domain.audit import KINDS, list_audit
from watchbill.domain.model import AccountId, AuditRow, Customer, CustomerId
from watchbill.domain.ports import AuditFilter

_NAMED_BY_TEXT: Final = ("roster", "rules", "group", "membership")
"""The kinds whose ids are texts."""


class AuditAccountSaid(msgspec.Struct, frozen=True):
    """Who it was, by the name that they had then."""

    id: int
    username: str


class AuditTokenSaid(msgspec.Struct, frozen=True):
    """The token that they were signed in by."""

    id: int
    name: str


class AuditSourceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Where it came from."""

    via: str
    address: str | None
    request_id: str | None
    token: AuditTokenSaid | None


class AuditSubjectSaid(msgspec.Struct, frozen=True):
    """What it was about, by the name that it had then."""

    id: int | str
    name: str


class AuditRowSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What one request changed of one record."""

    id: int
    at: str
    account: AuditAccountSaid | None
    source: AuditSourceSaid
    deed: str
    kind: str
    subject: AuditSubjectSaid
    customer: NamedSaid | None
    before: msgspec.Raw | None
    after: msgspec.Raw | None


def row_to(row: AuditRow, customers: Mapping[CustomerId, Customer], clocks: Clocks) -> AuditRowSaid:
    subject_id = row.subject_id if row.kind in _NAMED_BY_TEXT else int(row.subject_id)
    return AuditRowSaid(
        id=row.id,
        at=clocks.said(row.at),
        account=None if row.account_id is None else AuditAccountSaid(row.account_id, row.username or ""),
        source=AuditSourceSaid(
            via=row.via,
            address=row.address,
            request_id=row.request_id,
            token=None if row.token_id is None else AuditTokenSaid(row.token_id, row.token_name or ""),
        ),
        deed=row.deed,
        kind=row.kind,
        subject=AuditSubjectSaid(subject_id, row.subject_name),
        customer=_customer_to(row.customer_id, customers),
        before=_json(row.before),
        after=_json(row.after),
    )


def _customer_to(id: CustomerId | None, customers: Mapping[CustomerId, Customer]) -> NamedSaid | None:
    """By the name that it has now; one that has been deleted has none."""
    if id is None:
        return None
    return NamedSaid(id, customers[id].name if id in customers else "")


def _json(text: str | None) -> msgspec.Raw | None:
    return None if text is None else msgspec.Raw(text.encode())


def wanted_from(query: Query) -> AuditFilter:
    """Which rows are asked for; what is wrong is noted in the query."""
    account, customer, kind = query.whole("account"), query.whole("customer"), query.text("kind")
    if kind is not None and kind not in KINDS.values():
        query.refuse("kind", f"There is no such kind; there are: {', '.join(KINDS.values())}.")
    return AuditFilter(
        customers=None if customer is None else (CustomerId(customer),),
        kinds=None if kind is None else (kind,),
        account_id=None if account is None else AccountId(account),
        subject_id=query.text("id"),
        since=query.instant("since", 0) if query.text("since") else None,
        until=query.instant("until", 0) if query.text("until") else None,
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/audit`."""

    @get("/audit")
    async def rows(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            parameters = ("since", "until", "account", "kind", "id", "customer", "tz", "page", "limit")
            query = Query(query_in(request, *parameters))
            wanted, paging, clocks = wanted_from(query), query.paging(), query.clocks()
            query.check()
            page = await list_audit(call.records, call.caller, wanted, paging.cut)
            ids = {row.customer_id for row in page.rows if row.customer_id is not None}
            customers = await call.records.customers_among(ids)
        said = [row_to(row, customers, clocks) for row in page.rows]
        return answer(listed(request, query, paging, said, page.total, tz=clocks.tz))

    return [rows]
