/** Deeds of a single press, which have no form to say beside what went wrong. */

import { Problem } from "../../api/client";
import { toasts } from "../../state/toasts.svelte";

/** Do it; what goes wrong is told in the corner. */
export async function attempt(deed: () => Promise<unknown>): Promise<void> {
  try {
    await deed();
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    toasts.say(fault.detail, "bad");
  }
}
