/** An answer of the server that a page shows: asked for anew when what it depends on changes, and now and then. */

import { Problem } from "../api/client";

export class Live<T> {
  value = $state.raw<T | undefined>(undefined);
  problem = $state.raw<Problem | null>(null);
  isAsking = $state(false);
  /** When the value came, in seconds since 1970. */
  at = $state(0);

  #ask: (signal: AbortSignal) => Promise<T>;
  #under: AbortController | null = null;

  /**
   * To be made while a component is set up. `ask` is asked at once and whenever the state that it reads (before its
   * first await) changes; with `every`, also after so many seconds, while the page is looked at.
   */
  constructor(ask: (signal: AbortSignal) => Promise<T>, { every = 0 }: { every?: number } = {}) {
    this.#ask = ask;
    $effect(() => {
      void this.#run(this.#ask);
      return () => this.#under?.abort();
    });
    if (every > 0) {
      $effect(() => {
        const timer = setInterval(() => !document.hidden && void this.reload(), every * 1000);
        const looked = () => !document.hidden && void this.reload();
        document.addEventListener("visibilitychange", looked);
        return () => {
          clearInterval(timer);
          document.removeEventListener("visibilitychange", looked);
        };
      });
    }
  }

  /** Ask again; what is shown stays until the answer is there. */
  reload(): Promise<void> {
    return this.#run(this.#ask);
  }

  async #run(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#under?.abort();
    const mine = new AbortController();
    this.#under = mine;
    const asked = ask(mine.signal);
    this.isAsking = true;
    try {
      const value = await asked;
      if (mine !== this.#under) return;
      this.value = value;
      this.problem = null;
      this.at = Math.floor(Date.now() / 1000);
    } catch (fault) {
      if (mine.signal.aborted || mine !== this.#under) return;
      if (!(fault instanceof Problem)) throw fault;
      this.problem = fault;
    } finally {
      if (mine === this.#under) this.isAsking = false;
    }
  }
}

/** Ask again at an instant, of which it is known that the answer changes then; to be called as `new Live` is. */
export function reloadAt(live: { reload(): Promise<void> }, when: () => number | null): void {
  const at = $derived(when());
  $effect(() => {
    if (at === null) return;
    const wait = Math.min(Math.max(at * 1000 - Date.now() + 300, 1000), 2 ** 31 - 1);
    const timer = setTimeout(() => void live.reload(), wait);
    return () => clearTimeout(timer);
  });
}
