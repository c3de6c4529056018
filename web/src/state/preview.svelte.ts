/** What an unsaved edit would make: asked for while one types, and kept until the next answer is there. */

import { Problem } from "../api/client";

/** So long after the last keystroke. */
const PAUSE = 300;
/** How many days ahead the difference is looked for. */
export const AHEAD = 90;

export class Preview<Wish, Answer> {
  answer = $state.raw<Answer | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What is shown is not of what is wished. */
  isBehind = $state(false);
  /** The wish of which the problem is. */
  protected refused = $state.raw<Wish | null>(null);

  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | null = null;
  readonly #foretell: (wish: Wish, signal: AbortSignal) => Promise<Answer>;

  constructor(foretell: (wish: Wish, signal: AbortSignal) => Promise<Answer>) {
    this.#foretell = foretell;
  }

  ask(wish: Wish): void {
    this.stop();
    this.isBehind = true;
    this.#waiting = setTimeout(() => void this.#run(wish), this.answer ? PAUSE : 0);
  }

  /** Nothing is asked while a field is empty; what is shown is of before. */
  pause(): void {
    this.stop();
    this.problem = null;
    this.isBehind = true;
  }

  /** Nothing can be foretold yet. */
  clear(): void {
    this.stop();
    [this.answer, this.problem, this.isBehind] = [null, null, false];
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
  }

  async #run(wish: Wish): Promise<void> {
    const mine = (this.#asked = new AbortController());
    try {
      const answer = await this.#foretell(wish, mine.signal);
      if (mine.signal.aborted) return;
      [this.answer, this.problem, this.isBehind] = [answer, null, false];
    } catch (fault) {
      if (mine.signal.aborted) return;
      if (!(fault instanceof Problem)) throw fault;
      [this.problem, this.refused] = [fault, wish];
    }
  }
}
