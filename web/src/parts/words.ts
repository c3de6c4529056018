/** Words put together as people write them. */

const LETTERS: Record<string, string> = { ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", ø: "o", æ: "ae", œ: "oe", þ: "th", ŧ: "t", ŋ: "n", ß: "ss" };

/** A text as the server looks for it: without case and accents, so that ä is a, ł is l and ı is i. */
export function plain(text: string): string {
  const letters = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]+/g, "");
  return letters.normalize("NFC").replace(/[łđðħıøæœþŧŋß]/g, (letter) => LETTERS[letter] ?? letter);
}

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
