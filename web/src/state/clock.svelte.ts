/** The present, in whole seconds since 1970, ticking once a second while anybody looks. */

class Clock {
  now = $state(Math.floor(Date.now() / 1000));

  constructor() {
    setInterval(() => this.#tick(), 1000);
    document.addEventListener("visibilitychange", () => this.#tick());
  }

  #tick(): void {
    if (!document.hidden) this.now = Math.floor(Date.now() / 1000);
  }
}

export const clock = new Clock();
