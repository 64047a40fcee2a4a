import { randomUUID } from 'node:crypto';
import { refuseOthers } from './audience';

/** The last secret that was typed to be tried, not to be kept: in memory alone, until another is offered or it is taken back. */
export class Offered<Value> {
  #last: { readonly id: string; readonly value: Value; readonly audience: string | null } | null = null;

  /** @returns the id under which the engine may ask for it */
  offer(value: Value, audience: string | null): string {
    const id = randomUUID();
    this.#last = { id, value, audience };
    return id;
  }

  /** Null when it is no longer the last one. @throws MaloteError SHELL_SECRET_ELSEWHERE */
  read(id: string, address: string | null): Value | null {
    if (this.#last?.id !== id) return null;
    refuseOthers(this.#last.audience, address);
    return this.#last.value;
  }

  takeBack(): void {
    this.#last = null;
  }
}
