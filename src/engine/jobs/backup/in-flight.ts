/** Works with a few things at once, and takes no further one while so many are under way. */
export class InFlight {
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(private readonly most: number) {}

  /** Resolves when there is room for another. @throws what one of those before failed with */
  async begin(work: () => Promise<void>): Promise<void> {
    while (this.#underWay.size >= this.most) await Promise.race(this.#underWay);
    this.#throwFailure();
    const begun: Promise<void> = work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#underWay.delete(begun));
    this.#underWay.add(begun);
  }

  /** Waits for all of them. @throws what the first failed with */
  async ended(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.race(this.#underWay);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** Asks for so many values ahead of who takes them, in order. */
export async function* ahead<Key, Value>(
  keys: readonly Key[],
  most: number,
  ask: (key: Key) => Promise<Value>,
): AsyncGenerator<Value> {
  const asked: Promise<Value>[] = [];
  let next = 0;
  const askMore = (): void => {
    while (asked.length < most && next < keys.length) {
      const answer = ask(keys[next] as Key);
      // met when its turn comes, if it does
      answer.catch(() => undefined);
      asked.push(answer);
      next += 1;
    }
  };
  askMore();
  for (let answer = asked.shift(); answer !== undefined; answer = asked.shift()) {
    askMore();
    yield await answer;
  }
}
