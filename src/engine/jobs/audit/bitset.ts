/** Row numbers, a bit each: a million of them take 125 kB. */
export class Bitset {
  #words = new Uint32Array(1024);
  #size = 0;

  /** How many are in it. */
  get size(): number {
    return this.#size;
  }

  add(number: number): void {
    const word = number >>> 5;
    if (word >= this.#words.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    const before = this.#words[word] ?? 0;
    const after = (before | (1 << (number & 31))) >>> 0;
    if (after === before) return;
    this.#words[word] = after;
    this.#size += 1;
  }

  has(number: number): boolean {
    return (((this.#words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  }
}
