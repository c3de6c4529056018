/** What a change did, field by field, from the record before and after. */

export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** Fields that say nothing to a reader: they change with every save, or say what stands beside the row already. */
const SILENT = new Set(["id", "provider_id", "updated_at", "updated_by", "created_at", "created_by", "saved_at", "saved_by"]);

/** The fields that differ, in the order of the record; all that say something of what is new or gone. */
export function changesOf(before: object | null, after: object | null): FieldChange[] {
  const [old, now] = [before ?? {}, after ?? {}] as [Record<string, unknown>, Record<string, unknown>];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((field) => !SILENT.has(field));
  return fields
    .map((field) => ({ field, before: told(old[field]), after: told(now[field]) }))
    .filter((change) => change.before !== change.after);
}

/** A value for people; null for what is not there, or says nothing. */
function told(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return JSON.stringify(value, null, 1);
  return String(value);
}

/** What a row is about, where its kind alone says less than the record does: somebody who has signed in. */
export function isSignIn(kind: string, deed: string, after: object | null): boolean {
  const token = (after ?? {}) as { kind?: unknown };
  return kind === "token" && deed === "created" && (token.kind === "session" || token.kind === "login");
}
