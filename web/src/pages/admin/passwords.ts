/** Passwords made up at random, that can be read out and typed. */

/** Without those that look like others: 32 of them, so that each random byte means one of them as often as another. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** Four groups of five: 100 random bits. */
export function madeUp(): string {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => LETTERS[byte % LETTERS.length]);
  return (letters.join("").match(/.{5}/g) ?? []).join("-");
}
