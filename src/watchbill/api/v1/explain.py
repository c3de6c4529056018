"""Why somebody is on call, or nobody: step by step, as JSON, and as text that can be read."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.oncall import PLAIN, NextSaid, wants_text
from watchbill.api.v1.wire import (
    Clocks,
    Countries,
    DefaultContactSaid,
    LayerRuleSaid,
    OverrideRuleSaid,
    PersonSaid,
    PlaceSaid,
    Query,
    ShiftRuleSaid,
    people_to,
    place_default_to,
    place_to,
    tier_ref_from,
)
from watchbill.domain.contacts import countries_of
from watchbill.domain.errors import NotFound
from watchbill.domain.explain import Question, Why, why_at_tier, why_by_roster
from watchbill.domain.model import Contact, ContactId, RosterId
from watchbill.domain.text import one_line
from watchbill.engine.explain import LayerRef, OverrideRef, Ref, Result, RevisionRef, Step, Turn
from watchbill.engine.words import wall_words

_VARY: Final = (("Vary", "Accept"),)


class RevisionRuleSaid(msgspec.Struct, frozen=True, tag="revision", tag_field="kind"):
    """The rules in force, by their number from 1."""

    number: int
    text: str


StepRuleSaid = RevisionRuleSaid | LayerRuleSaid | OverrideRuleSaid | ShiftRuleSaid


class TurnSaid(msgspec.Struct, frozen=True):
    """A contact's go in a layer: the how-manieth of whom, from when to when."""

    number: int
    of: Sequence[int]
    start: str | None
    end: str | None


class StepSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, how it stands, whom it gives, and what hides it."""

    rule: StepRuleSaid
    state: str
    text: str
    gave: Sequence[PersonSaid]
    hidden_by: StepRuleSaid | None
    start: str | None
    end: str | None
    turn: TurnSaid | None
    next_at: str | None


class ResultSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call in the end; the reasons where it is nobody."""

    people: Sequence[PersonSaid]
    rules: Sequence[StepRuleSaid]
    since: str | None
    until: str | None
    next: NextSaid | None
    default_contact: DefaultContactSaid | None
    text: str
    reasons: Sequence[str]


class ExplanationSaid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole answer."""

    at: str
    place: PlaceSaid
    steps: Sequence[StepSaid]
    result: ResultSaid
    text: str
    tz: str | msgspec.UnsetType = msgspec.UNSET
    known_at: str | msgspec.UnsetType = msgspec.UNSET


class _Telling(msgspec.Struct, frozen=True):
    """How people and instants are told in one answer."""

    contacts: Mapping[ContactId, Contact]
    countries: Countries
    clocks: Clocks

    def step(self, step: Step) -> StepSaid:
        span = step.span
        return StepSaid(
            rule=rule_to(step.rule),
            state=step.state,
            text=step.text,
            gave=people_to(step.gave, self.contacts),
            hidden_by=None if step.hidden_by is None else rule_to(step.hidden_by),
            start=None if span is None else self.clocks.told(span.start),
            end=None if span is None else self.clocks.told(span.end),
            turn=None if step.turn is None else self.turn(step.turn),
            next_at=self.clocks.told(step.next_at),
        )

    def turn(self, turn: Turn) -> TurnSaid:
        return TurnSaid(turn.number, turn.of, self.clocks.told(turn.start), self.clocks.told(turn.end))

    def result(self, why: Why) -> ResultSaid:
        result: Result = why.explanation.result
        coming = people_to(result.next_contacts, self.contacts, self.countries)
        default = place_default_to(why.place, self.countries)
        return ResultSaid(
            people=people_to(result.contacts, self.contacts, self.countries),
            rules=[rule_to(rule) for rule in result.rules],
            since=self.clocks.told(result.since),
            until=self.clocks.told(result.until),
            next=NextSaid(self.clocks.told(result.next_at), coming) if result.next_contacts else None,
            default_contact=default,
            text=result.text,
            reasons=result.reasons,
        )


def rule_to(rule: Ref) -> StepRuleSaid:
    match rule:
        case RevisionRef(number, text):
            return RevisionRuleSaid(number, text)
        case LayerRef(index, text):
            return LayerRuleSaid(index, text)
        case OverrideRef(id, text):
            return OverrideRuleSaid(id, text)
        case _:
            return ShiftRuleSaid(rule.id, rule.text)


def why_to(why: Why, question: Question, countries: Countries, clocks: Clocks) -> ExplanationSaid:
    """The steps and the result."""
    telling = _Telling(why.contacts, countries, clocks)
    return ExplanationSaid(
        at=clocks.said(question.at),
        place=place_to(why.place),
        steps=[telling.step(step) for step in why.explanation.steps],
        result=telling.result(why),
        text=text_of(why, question),
        tz=msgspec.UNSET if clocks.tz is None else clocks.tz,
        known_at=msgspec.UNSET if question.known_at is None else clocks.said(question.known_at),
    )


def text_of(why: Why, question: Question) -> str:
    """Where and when, and below it the steps."""
    heading = f"{one_line(place_to(why.place).name)}, {wall_words(question.at, question.tz)}"
    if question.known_at is not None:
        heading += f", as known {wall_words(question.known_at, question.tz)}"
    return f"{heading}\n{why.explanation.text}"


def question_in(request: AnyRequest, now: int) -> tuple[Question, Clocks]:
    """What the query asks. Raises Invalid."""
    query = Query(query_in(request, "at", "known_at", "tz"))
    at, clocks = query.instant("at", now), query.clocks()
    known_at = None if query.text("known_at") is None else query.instant("known_at", now)
    query.check()
    return Question(at=at, known_at=known_at, tz=clocks.tz or "UTC"), clocks


def _answered(request: AnyRequest, why: Why, question: Question, countries: Countries, clocks: Clocks) -> Answer:
    if wants_text(request):
        return Answer(f"{text_of(why, question)}\n".encode(), headers=_VARY, media_type=PLAIN)
    return answer(why_to(why, question, countries, clocks), headers=_VARY)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tiers/{id}/explain` and `/rosters/{id}/explain`."""

    @get("/tiers/{id:str}/explain")
    async def of_tier(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            question, clocks = question_in(request, call.now)
            ref = tier_ref_from(text := request.path_params["id"])
            if ref is None:
                raise NotFound("tier", text[:100])
            why = await why_at_tier(call.records, call.caller, ref, question)
            countries = await countries_of(call.records)
        return _answered(request, why, question, countries, clocks)

    @get("/rosters/{id:str}/explain")
    async def of_roster(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            question, clocks = question_in(request, call.now)
            id = RosterId(request.path_params["id"])
            why = await why_by_roster(call.records, call.caller, id, question)
            countries = await countries_of(call.records)
        return _answered(request, why, question, countries, clocks)

    return [of_tier, of_roster]
