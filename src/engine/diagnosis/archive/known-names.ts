/** What stands in a text for a name that must not be read. */
export interface KnownName {
  readonly name: string;
  readonly pseudonym: string;
}

/** Shorter ones stand in too many other words. */
const SHORTEST = 4;
/** Of the beginning of a name, by which the few that may stand at a place are found. */
const PREFIX = 4;

/** Names by their beginnings, so that a log is gone through once, however many companies an office has. In any case of letters. */
export class KnownNames {
  readonly #byPrefix = new Map<string, KnownName[]>();

  constructor(names: readonly KnownName[]) {
    for (const { name, pseudonym } of names) {
      const folded = fold(name);
      if (folded.length < SHORTEST) continue;
      const prefix = folded.slice(0, PREFIX);
      this.#byPrefix.set(prefix, [...(this.#byPrefix.get(prefix) ?? []), { name: folded, pseudonym }]);
    }
    // "Comércio de Pães Ltda" before "Comércio de Pães"
    for (const known of this.#byPrefix.values()) known.sort((one, other) => other.name.length - one.name.length);
  }

  has(text: string): boolean {
    const folded = fold(text);
    for (let at = 0; at + PREFIX <= folded.length; at += 1) if (this.#at(folded, at) !== null) return true;
    return false;
  }

  replace(text: string): string {
    const folded = fold(text);
    // letters that are written with more than one change the places of those behind them
    if (folded.length !== text.length)
      return this.has(text) ? text.replace(/[^\s]+/g, (word) => this.#word(word)) : text;
    let clean = '';
    let from = 0;
    for (let at = 0; at + PREFIX <= folded.length; at += 1) {
      const found = this.#at(folded, at);
      if (found === null) continue;
      clean += text.slice(from, at) + found.pseudonym;
      from = at + found.name.length;
      at = from - 1;
    }
    return clean + text.slice(from);
  }

  #word(word: string): string {
    return this.has(word) ? '•••' : word;
  }

  #at(folded: string, at: number): KnownName | null {
    const known = this.#byPrefix.get(folded.slice(at, at + PREFIX));
    return known?.find(({ name }) => folded.startsWith(name, at)) ?? null;
  }
}

function fold(text: string): string {
  return text.toLowerCase();
}
