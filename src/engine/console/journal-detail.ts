/** What an entry of the journal keeps besides its subject: as whatever version wrote it, so that nothing of it is certain. */
export type Detail = Readonly<Record<string, unknown>>;

/** An entry as a sentence in Portuguese. */
export type Sentence = (detail: Detail, subject: string) => string;

/** An action of which there is nothing to say but whom it befell. */
export function named(say: (subject: string) => string): Sentence {
  return (_detail, subject) => say(subject);
}

export function partOf(value: unknown): Detail {
  return typeof value === 'object' && value !== null ? (value as Detail) : {};
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Of all the numbers of an object. */
export function sumOf(value: unknown): number {
  return Object.values(partOf(value)).reduce<number>((sum, one) => sum + numberOf(one), 0);
}

export function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** "?" for what should be a text and is none. */
export function textOf(value: unknown): string {
  return textOrNull(value) ?? '?';
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
