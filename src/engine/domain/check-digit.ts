/** Value of a character in every modern check digit: ASCII code minus 48 (0–9 → 0–9, A → 17 … Z → 42; NT Conjunta 2025.001). */
export function characterValue(character: string): number {
  return character.charCodeAt(0) - 48;
}

/** The digit for a weighted sum: 11 minus the remainder of 11, and 0 for the remainders 0 and 1. */
export function digitFromSum(sum: number): number {
  const remainder = sum % 11;
  return remainder < 2 ? 0 : 11 - remainder;
}

/** Modulo 11 with the weights 2…9 repeating from the right: access keys (43 characters) and national NFS-e keys (49). */
export function mod11FromRight(text: string): number {
  let sum = 0;
  for (let i = text.length - 1, weight = 2; i >= 0; i--, weight = weight === 9 ? 2 : weight + 1) {
    sum += (text.charCodeAt(i) - 48) * weight;
  }
  return digitFromSum(sum);
}
