import { within, monotonicMs } from '../base';

/** How a call ended that may hang: its value, or nothing in time, or it was not made since too many others have not come back. */
export type Patiently<T> = { readonly came: 'back'; readonly value: T } | { readonly came: 'late' | 'unasked' };

interface Outstanding {
  readonly answer: Promise<unknown>;
  isLate: boolean;
}

export interface Patience {
  /** Calls that may be under way at once, the hung ones among them. */
  readonly most: number;
  readonly patienceMs: number;
}

/**
 * Calls of the system that may hang, as those on the folder of a server that is gone do. Each holds one of the few threads that Node
 * has for all files and names (four), and cannot be taken back: so there is one at most under a name, however often it is asked for, and
 * a few in all. Nobody waits longer than `patienceMs` for one.
 */
export class PatientCalls {
  readonly #outstanding = new Map<string, Outstanding>();

  constructor(private readonly patience: Patience) {}

  /**
   * @param name of the call and of what it is about: two under one name share an answer
   * @throws what `call` throws, in time
   */
  async make<T>(name: string, call: () => Promise<T>): Promise<Patiently<T>> {
    const giveUpAt = monotonicMs() + this.patience.patienceMs;
    for (;;) {
      const known = this.#outstanding.get(name);
      if (known !== undefined) return known.isLate ? { came: 'late' } : inTime(known as Call<T>, giveUpAt);
      if (this.#outstanding.size < this.patience.most) return inTime(this.#begin(name, call), giveUpAt);
      if (!(await this.#hasRoom(giveUpAt))) return { came: 'unasked' };
    }
  }

  #begin<T>(name: string, call: () => Promise<T>): Call<T> {
    const begun: Call<T> = { answer: call(), isLate: false };
    this.#outstanding.set(name, begun);
    const end = (): void => {
      this.#outstanding.delete(name);
    };
    begun.answer.then(end, end);
    return begun;
  }

  /** Waits for one of those under way; there is no sense in it when all of them hang. */
  async #hasRoom(giveUpAt: number): Promise<boolean> {
    const fresh = [...this.#outstanding.values()].filter(({ isLate }) => !isLate);
    if (fresh.length === 0) return false;
    const ends = fresh.map(({ answer }) =>
      answer.then(
        () => true,
        () => true,
      ),
    );
    return (await within(msUntil(giveUpAt), Promise.race(ends))) !== 'late';
  }
}

interface Call<T> extends Outstanding {
  readonly answer: Promise<T>;
}

async function inTime<T>(call: Call<T>, giveUpAt: number): Promise<Patiently<T>> {
  const found = await within(
    msUntil(giveUpAt),
    call.answer.then((value) => ({ value })),
  );
  if (found !== 'late') return { came: 'back', value: found.value };
  call.isLate = true;
  return { came: 'late' };
}

const msUntil = (instant: number): number => Math.max(0, instant - monotonicMs());

/** Of this process, as its threads are: half of them at most. */
export const patientCalls = new PatientCalls({ most: 2, patienceMs: 3_000 });
