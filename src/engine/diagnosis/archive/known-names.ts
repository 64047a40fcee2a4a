/** What stands in a text for a name that must not be read. */
export interface KnownName {
  readonly name: string;
  readonly pseudonym: string;
}

/** Shorter ones stand in too many other words. */
const SHORTEST = 4;
/** Of the beginning of a name, by which the few that may stand at a place are found. */
const PREFIX = 4;

/**
 * Names by their beginnings, so that a log is gone through once, however many companies an office has. In any case of letters, with accents
 * or without.
 */
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

  /** @param text in NFC */
  replace(text: string): string {
    const folded = fold(text);
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

  #at(folded: string, at: number): KnownName | null {
    const known = this.#byPrefix.get(folded.slice(at, at + PREFIX));
    return known?.find(({ name }) => folded.startsWith(name, at)) ?? null;
  }
}

/** Without accents, in one case, a blank for what stands for one in the name of a folder. As long as the text itself. */
function fold(text: string): string {
  return text.toLowerCase().length === text.length && PLAIN.test(text)
    ? text.toLowerCase().replaceAll('_', ' ')
    : Array.from({ length: text.length }, (_, at) => foldedUnit(text.charAt(at))).join('');
}

/** What has no accents needs no look at each of its letters. */
const PLAIN = /^[\0-\x7f]*$/;

function foldedUnit(unit: string): string {
  return unit === '_' ? ' ' : unit.normalize('NFD').charAt(0).toLowerCase().charAt(0);
}
