/** Words put together as people write them. */

/** "a, b and c" */
export function listed(words: readonly string[]): string {
  const last = words[words.length - 1] ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
}

/** "Ann and Ben are never on call: whenever it is their turn, the layer is closed." */
export function leftOutWords(names: readonly string[]): string {
  return `${listed(names)} ${names.length === 1 ? "is" : "are"} never on call: whenever it is their turn, the layer is closed.`;
}

/** With a capital letter, as a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
