import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { queryLedger } from '../../support/ledger-dump';
import { papersOf } from './papers';
import type { Paper, Papers } from './papers';
import { PLACES } from './places';

export type DeliveryRow = Readonly<{
  destination: 'import' | 'cancelled';
  path: string;
  state: string;
  size: number | null;
  sha256: string | null;
  wanted: string;
}>;

/** What the office's process tells. */
export type OfficeWord =
  | { readonly is: 'open' | 'filed' }
  | { readonly is: 'change'; readonly root: string; readonly from: string; readonly to: string };

const DELIVERIES = `SELECT n.name AS destination, v.target_path AS path, v.state, v.size, v.sha256, v.content_sha256 AS wanted
  FROM deliveries v JOIN destinations n ON n.id = v.destination_id ORDER BY v.id`;
const REASONS = `SELECT json_extract(detail, '$.code') AS code, count(*) AS n FROM journal
  WHERE action = 'delivery.failed' GROUP BY 1 ORDER BY 2 DESC`;

/** The engine under test, seen from outside: what it was given, and what its ledger says. */
export class Office {
  /** The form of each document that counts: the last one filed, by destination and path. */
  readonly wanted = new Map<string, Paper>();
  /** Every form that was ever given in, by the same name. */
  readonly forms = new Map<string, Set<string>>();

  /** What the engine made known of its shares: `import: ok → down`. */
  readonly changes: string[] = [];
  readonly #words = new EventEmitter();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (word: OfficeWord) => {
      if (word.is === 'change') this.changes.push(`${word.root}: ${word.from} → ${word.to}`);
      else this.#words.emit(word.is);
    });
    child.once('exit', () => this.#words.emit('error', new Error('the office ended by itself')));
    this.#words.on('error', () => undefined);
  }

  static async open(): Promise<Office> {
    const office = new Office(fork(join(import.meta.dirname, 'office-process.mjs')));
    await once(office.#words, 'open');
    return office;
  }

  async file(papers: Papers): Promise<void> {
    for (const paper of papersOf(papers)) this.#expect(paper);
    const filed = once(this.#words, 'filed');
    this.child.send(papers);
    await filed;
  }

  /** Whether the engine has shown, in whatever way, that something is wrong. */
  get hasNoticed(): boolean {
    return this.reasons().length > 0 || this.changes.some((change) => change.endsWith('down'));
  }

  #expect(paper: Paper): void {
    const name = `${paper.destination}:${paper.path}`;
    this.wanted.set(name, paper);
    this.forms.set(name, (this.forms.get(name) ?? new Set()).add(paper.sha256));
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  deliveries(): DeliveryRow[] {
    return queryLedger<DeliveryRow>(PLACES.ledger, DELIVERIES);
  }

  /** Those of one root that are done. */
  delivered(destination: DeliveryRow['destination']): number {
    return this.deliveries().filter((row) => row.destination === destination && row.state === 'delivered').length;
  }

  open(): number {
    return this.deliveries().filter(({ state }) => ['pending', 'copying', 'failed', 'conflict'].includes(state)).length;
  }

  /** Why deliveries were put off, with how often: `SHARE_TIMEOUT 12`. */
  reasons(): string[] {
    return queryLedger<{ code: string; n: number }>(PLACES.ledger, REASONS).map(
      ({ code, n }) => `${code} ${String(n)}`,
    );
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
