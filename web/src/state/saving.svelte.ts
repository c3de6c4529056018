/** A wish on its way to the server: whether it is under way, and what was wrong with it. */

import { newKey, Problem } from "../api/client";

export class Saving {
  isBusy = $state(false);
  problem = $state.raw<Problem | null>(null);
  #sent = { text: "", key: "" };

  /** With what went wrong already, before the form was opened. */
  constructor(problem: Problem | null = null) {
    this.problem = problem;
  }

  /** The same for the same wish: sent again after a failure of the network, it is not carried out twice. */
  keyOf(wish: unknown): string {
    const text = JSON.stringify(wish);
    if (text !== this.#sent.text) this.#sent = { text, key: newKey() };
    return this.#sent.key;
  }

  /** What is wrong with a field, by its path; undefined where nothing is. */
  at(path: string): string | undefined {
    return this.problem?.byField()[path];
  }

  /** Do it, and say whether it went well; what went wrong is kept to be shown. */
  async run(deed: () => Promise<unknown>): Promise<boolean> {
    this.isBusy = true;
    this.problem = null;
    try {
      await deed();
      this.#sent.text = "";
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      this.problem = fault;
      // Nothing was done, so what is wished next is another wish; only where no answer came may it be the same.
      if (fault.status !== 0) this.#sent.text = "";
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}
