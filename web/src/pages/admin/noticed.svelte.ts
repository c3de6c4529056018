/** The reader's role may have been changed since the app was opened. */

import type { Problem } from "../../api/client";
import { session } from "../../state/session.svelte";
import { attempt } from "./attempt";

/** Find out who the reader is where a list is refused; the page then says whom it is for. */
export function noticeRole(list: { readonly problem: Problem | null }): void {
  $effect(() => {
    if (list.problem?.status === 403) void attempt(() => session.find());
  });
}
