/** A wish on its way to the server: whether it is under way, and what was wrong with it. */

import { newKey, Problem } from "../api/client";

export class Saving {
  isBusy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The same for the same wish: sent again after a failure of the network, it is not carried out twice. */
  key = newKey();

  /** What is wrong with a field, by its path; undefined where nothing is. */
  at(path: string): string | undefined {
    return this.problem?.byField()[path];
  }

  /** Do it, and say whether it went well; what went wrong is kept to be shown. */
  async run(deed: () => Promise<unknown>): Promise<boolean> {
    this.isBusy = true;
    try {
      await deed();
      this.problem = null;
      this.key = newKey();
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      this.problem = fault;
      // Nothing was done, so what is wished next is another wish; only where no answer came may it be the same.
      if (fault.status !== 0) this.key = newKey();
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}
