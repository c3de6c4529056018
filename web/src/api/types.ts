/** The API's records by short names; what they are comes from its own description. */

import type { components } from "./schema";

type S = components["schemas"];

export type Role = "viewer" | "responder" | "manager" | "admin";
export type Person = S["OnCallPerson"];
export type NamedId = S["IdAndName"];
export type Place = S["Place"];
export type TierPlace = Extract<Place, { kind: "tier" }>;
export type Rule = S["Rule"];
export type Shift = S["Shift"];
export type Gap = S["Gap"];
export type ProblemSaid = S["Problem"];
export type NamingPlace = S["NamingPlace"];

/** What stands in the way of a wish. */
export type Conflicting = S["OverrideRecord"];

export type DefaultContact = S["DefaultContact"];
export type OnCall = S["OnCall"];
export type Board = S["Board"];
export type PersonShifts = S["PersonShifts"];
export type PlaceShift = S["PlaceShift"];
export type Timeline = S["Timeline"];
export type ScheduleTimeline = S["ScheduleTimeline"];
export type Gaps = S["Gaps"];
export type Clashes = S["Clashes"];
export type Explanation = S["Explanation"];
export type TierPreview = S["TierPreview"];
export type DryRun = S["DryRun"];
export type Load = S["Load"];
export type LoadRow = S["LoadRow"];
export type Revision = S["Revision"];
export type Past = S["Past"];

export type Customer = S["CustomerRecord"];
export type CustomerPage = S["CustomerRecordPage"];
export type Contact = S["ContactRecord"];
export type ContactPage = S["ContactRecordPage"];
export type Group = S["GroupRecord"];
export type GroupPage = S["GroupRecordPage"];
export type Account = S["AccountRecord"];
export type AccountPage = S["AccountRecordPage"];
export type Token = S["TokenRecord"];
export type TokenPage = S["TokenRecordPage"];
export type OAuthClient = S["OAuthClientRecord"];
export type OAuthClientPage = S["OAuthClientRecordPage"];
export type ZoneNames = S["ZoneNames"];
export type ZoneChanges = S["ZoneChanges"];
export type Feed = S["Feed"];
export type FeedPage = S["FeedPage"];

export type Schedule = S["ScheduleRecord"];
export type SchedulePage = S["ScheduleRecordPage"];
export type ScheduleTier = S["ScheduleTier"];
export type Tier = S["TierRecord"];
export type Layer = S["LayerRecord"];
export type LayerWish = S["NewLayer"];
export type LayerWords = S["LayerWords"];
export type Override = S["OverrideRecord"];
export type OverrideSaved = S["OverrideSaved"];
export type Roster = S["RosterRecord"];
export type RosterPage = S["RosterRecordPage"];
export type RosterShift = S["RosterShiftRecord"];
export type RosterPreview = S["RosterPreview"];
/** When an unsaved shift is next, and its rule in words. */
export type Coming = S["ShiftOccurrences"];

export type Session = S["Session"];
export type SignInOffer = S["WaysToSignIn"];
export type AuditRow = S["AuditRow"];
export type AuditPage = S["AuditPage"];
