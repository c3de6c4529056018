/** Short words about what has just been done. */

export interface Toast {
  id: number;
  text: string;
  kind: "good" | "bad";
}

class Toasts {
  shown = $state<Toast[]>([]);
  #last = 0;

  say(text: string, kind: Toast["kind"] = "good"): void {
    const id = ++this.#last;
    this.shown.push({ id, text, kind });
    setTimeout(() => this.close(id), kind === "good" ? 5000 : 10000);
  }

  close(id: number): void {
    this.shown = this.shown.filter((one) => one.id !== id);
  }
}

export const toasts = new Toasts();
