import { setTimeout as sleep } from 'node:timers/promises';
import { BiProgram } from './bi-program';
import { runContract, type Kept } from './contract';
import { Office } from './office';
import { faultsOf } from './outcome';
import { ShareServer } from './share-server';
import { ShareWatch } from './share-watch';
import { prepareWitness, witness } from './witness';
import type { Testimony } from './witness';

export interface Scenario {
  /** For the command line: `server-killed`. */
  readonly name: string;
  /** What happens, in words. */
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

const LOOK_MS = 50;

/** What a scenario plays on: a server, a share, an office with its engine, and somebody who watches. */
export class Stage {
  readonly server = new ShareServer();
  readonly failures: string[] = [];
  #bi: BiProgram | null = null;

  private constructor(
    readonly office: Office,
    readonly watch: ShareWatch,
    private readonly print: (kind: 'EVIDENCE' | 'SEEN', text: string) => void,
  ) {}

  static async set(print: Stage['print']): Promise<Stage> {
    await prepareWitness();
    return new Stage(await Office.open(), new ShareWatch(), print);
  }

  evidence(text: string): void {
    this.print('EVIDENCE', text);
  }

  expect(isTrue: boolean, otherwise: string): void {
    if (!isTrue) this.failures.push(otherwise);
  }

  /** @returns milliseconds until it came true @throws when it does not in time */
  async until(what: string, isTrue: () => boolean, withinMs: number): Promise<number> {
    const start = performance.now();
    while (!isTrue()) {
      if (!this.office.isAlive) throw new Error(`${what}: the office ended by itself`);
      if (performance.now() - start > withinMs) throw new Error(`not in ${String(withinMs / 1000)} s: ${what}`);
      await sleep(LOOK_MS);
    }
    return performance.now() - start;
  }

  /** Goes on beside the rest of the scenario; what is thrown there is a failure. */
  async meanwhile(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failures.push(error instanceof Error ? error.message : String(error));
    }
  }

  async openBi(): Promise<BiProgram> {
    this.#bi = await BiProgram.open();
    return this.#bi;
  }

  /** What the share keeps of everything that a root promises. */
  contract(): Promise<Kept> {
    return runContract();
  }

  /** What Node says of each call now, for the table of events. */
  async testify(event: string): Promise<Testimony> {
    const testimony = await witness();
    this.print('SEEN', JSON.stringify({ event, ...testimony }));
    return testimony;
  }

  /** Everything that was filed is delivered, without anybody's doing. @returns milliseconds that it took */
  async drained(withinMs: number): Promise<number> {
    return this.until('everything delivered', () => this.office.open() === 0, withinMs);
  }

  /** Holds the promises against ledger, server and what was seen meanwhile. */
  async classify(): Promise<void> {
    const { office, server, watch } = this;
    const faults = await faultsOf({ office, server, watch, taken: this.#bi?.taken ?? new Map<string, string[]>() });
    this.failures.push(...faults.slice(0, 5));
    if (faults.length > 5) this.failures.push(`… and ${String(faults.length - 5)} more`);
    const reasons = office.reasons();
    this.evidence(`put off because of: ${reasons.length === 0 ? 'nothing' : reasons.join(', ')}`);
    if (office.changes.length > 0) this.evidence(`made known: ${office.changes.join('; ')}`);
    this.evidence(
      `${String(office.delivered('import'))} + ${String(office.delivered('cancelled'))} delivered, ` +
        `${String((await server.temporaries()).length)} unfinished files left on the share`,
    );
  }

  end(): void {
    this.watch.close();
    this.#bi?.close();
    this.office.kill();
  }
}
