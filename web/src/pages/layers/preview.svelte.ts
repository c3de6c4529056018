/** What unsaved layers would make of a tier: asked for while one types, and kept until the next answer is there. */

import { Problem, send } from "../../api/client";
import type { DryRun, LayerWish, Timeline } from "../../api/types";
import { isoOf } from "../../time/words";

/** So long after the last keystroke. */
const PAUSE = 300;
/** How far ahead the difference is looked for. */
export const AHEAD = 90;

interface Answer {
  timeline: Timeline;
  diff: DryRun;
  since: number;
  until: number;
}

export class Preview {
  answer = $state.raw<Answer | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What is shown is not of what is wished. */
  isBehind = $state(false);

  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | null = null;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  ask(layers: LayerWish[], since: number, until: number): void {
    this.stop();
    this.isBehind = true;
    this.#waiting = setTimeout(() => void this.#run(layers, since, until), this.answer ? PAUSE : 0);
  }

  /** Nothing is asked while a field is empty; what is shown is of before. */
  pause(): void {
    this.stop();
    this.problem = null;
    this.isBehind = true;
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
  }

  async #run(layers: LayerWish[], since: number, until: number): Promise<void> {
    const mine = (this.#asked = new AbortController());
    const window = { since: isoOf(since), until: isoOf(until) };
    try {
      const [timeline, diff] = await Promise.all([
        send<Timeline>("POST", `${this.#path}/preview`, { layers }, { query: window, signal: mine.signal }),
        send<DryRun>("POST", `${this.#path}/diff`, { layers }, { query: { days: AHEAD }, signal: mine.signal }),
      ]);
      if (mine.signal.aborted) return;
      this.answer = { timeline, diff, since, until };
      this.problem = null;
      this.isBehind = false;
    } catch (fault) {
      if (mine.signal.aborted) return;
      if (!(fault instanceof Problem)) throw fault;
      this.problem = fault;
    }
  }
}
