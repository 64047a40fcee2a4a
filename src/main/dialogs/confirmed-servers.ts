/** Servers that a person has confirmed, until the program ends. One question at a time, and one for each server. */
export class ConfirmedServers {
  readonly #confirmed = new Set<string>();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(private readonly ask: (server: string) => Promise<boolean>) {}

  confirm(server: string): Promise<boolean> {
    const answer = this.#asking.then(async () => {
      if (this.#confirmed.has(server)) return true;
      const isConfirmed = await this.ask(server);
      if (isConfirmed) this.#confirmed.add(server);
      return isConfirmed;
    });
    this.#asking = answer.catch(() => undefined);
    return answer;
  }
}
