/** Addresses that a person has confirmed, until the program ends. One question at a time, and one for each address. */
export class ConfirmedServers {
  readonly #confirmed = new Set<string>();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(private readonly ask: (server: string) => Promise<boolean>) {}

  /**
   * @param server all that is shown of it (`audienceOf`)
   * @param address what is agreed to: the server, whatever is asked of it, or one address on it, which may be a secret
   */
  confirm(server: string, address: string = server): Promise<boolean> {
    const answer = this.#asking.then(async () => {
      if (this.#confirmed.has(address)) return true;
      const isConfirmed = await this.ask(server);
      if (isConfirmed) this.#confirmed.add(address);
      return isConfirmed;
    });
    this.#asking = answer.catch(() => undefined);
    return answer;
  }
}
