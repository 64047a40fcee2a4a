/**
 * Capitals for a-z and nothing else: `toUpperCase` makes "SS" of "ß", "I" of "ı" and "FI" of a ligature, and so a key or a tax id of
 * what is none.
 */
export function asciiUpper(text: string): string {
  return /[a-z]/.test(text) ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : text;
}
