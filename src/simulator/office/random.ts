const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A 32-bit hash of the parts (FNV-1a over their text, then mixed): the same parts always give the same number. */
export function hash32(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = typeof part === 'number' ? String(part) : part;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash as a number in [0, 1): what "3 % of the pages" is decided with. */
export function hashFraction(...parts: readonly (string | number)[]): number {
  return hash32(...parts) / 0x1_0000_0000;
}

/** A repeatable source of randomness (mulberry32). Never use it for anything that must be secret. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next 32 bits. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** @throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.fraction() * list.length)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  /** The first choice whose cumulated share is reached; shares must add up to 1. */
  weighted<T>(choices: readonly (readonly [choice: T, share: number])[]): T {
    let rest = this.fraction();
    for (const [choice, share] of choices) {
      if (rest < share) return choice;
      rest -= share;
    }
    return this.pick(choices)[0];
  }

  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.bits()).padStart(10, '0').slice(1);
    return text.slice(0, count);
  }

  /** Base64 text that stands for `bytes` invented bytes. */
  base64(bytes: number): string {
    const rest = bytes % 3;
    const length = Math.ceil((bytes * 4) / 3) - (rest === 0 ? 0 : 1);
    let text = '';
    while (text.length < length) {
      let bits = this.bits();
      for (let i = 0; i < 5; i++, bits >>>= 6) text += BASE64.charAt(bits & 63);
    }
    return text.slice(0, length) + (['', 'A==', 'A='][rest] ?? '');
  }
}
