import { randomUUID } from 'node:crypto';

/** The last secret that was typed to be tried, not to be kept: in memory alone, until another is offered or it is taken back. */
export class Offered<Value> {
  #last: { readonly id: string; readonly value: Value } | null = null;

  /** @returns the id under which the engine may ask for it */
  offer(value: Value): string {
    const id = randomUUID();
    this.#last = { id, value };
    return id;
  }

  /** Null when it is no longer the last one. */
  read(id: string): Value | null {
    return this.#last?.id === id ? this.#last.value : null;
  }

  takeBack(): void {
    this.#last = null;
  }
}
