import { setMaxListeners } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { AlertEvent } from '../../src/engine/alerts';
import { systemClock } from '../../src/engine/base/clock';
import type { IntakeBatch } from '../../src/engine/intake';
import { openLedger, type Ledger } from '../../src/engine/ledger';
import { writersOf, type LedgerWriters } from '../../src/engine/ledger/writers/hand-out';
import { JobRunner } from '../../src/engine/jobs/runner';
import { openServices, type Services } from '../../src/engine/app/services';
import { settingsSchema } from '../../src/engine/settings';
import { openLocalRoot } from '../../src/engine/shares';
import { eventually } from '../support/eventually';
import { ALFA, note, noteKey } from '../support/notes';
import { testFolder } from '../support/test-folder';

type Drained = Extract<AlertEvent, { type: 'drained' }>;
type Place = 'archive' | 'import';

const never = new AbortController().signal;
setMaxListeners(0, never);

/** The services of a console in real time, on folders that can be taken away. */
class Office {
  readonly ledger: Ledger;
  readonly deliveries: LedgerWriters['deliveries'];
  readonly services: Services;
  /** What was told of roots that are back. */
  readonly told: Drained[] = [];

  constructor(private readonly folder: string) {
    const clock = systemClock();
    for (const place of ['archive', 'import'] as const) mkdirSync(this.#place(place));
    this.ledger = this.openLedger();
    this.ledger.companies.replaceActive([{ taxId: ALFA, folder: 'ALFA', code: null, name: 'ALFA' }]);
    const writers = writersOf(this.ledger);
    this.deliveries = writers.deliveries;
    this.services = openServices({
      ledger: this.ledger,
      writers,
      clock,
      workspace: folder,
      runner: new JobRunner({ ledger: this.ledger, onChange: () => undefined }),
      settings: settingsSchema.parse({
        sieg: { generation: 'legacy' },
        archive: { root: this.#place('archive') },
        importShare: { root: this.#place('import'), layout: 'flat' },
        companies: { workbook: 'https://127.0.0.1/empresas.xlsx' },
        previousMonth: {},
        capture: {},
      }),
      openRoot: openLocalRoot,
      tell: (alertEvent) => {
        if (alertEvent.type === 'drained') this.told.push(alertEvent);
      },
      onChange: () => undefined,
      onNotice: () => undefined,
    });
  }

  /** As another process would. */
  openLedger(): Ledger {
    return openLedger(join(this.folder, 'malote.db'), { now: Date.now });
  }

  async take(place: Place): Promise<void> {
    await rename(this.#place(place), `${this.#place(place)}.fora`);
    await this.#untilUsable(place, false);
  }

  /** Resolves when it is known to be well. */
  async bringBack(place: Place): Promise<void> {
    await rename(`${this.#place(place)}.fora`, this.#place(place));
    await this.#untilUsable(place, true);
  }

  async file(numbers: readonly number[]): Promise<void> {
    await this.services.intake.accept(page(numbers), never);
  }

  /** One page of a walk: while the archive is away it goes into the spool. */
  async receive(numbers: readonly number[]): Promise<void> {
    const runId = this.ledger.runs.start('2026-03', {}, [], null);
    const walk = { scope: 'account', kind: 'NFe', filter: 'issue', eventType: null } as const;
    const pass = this.ledger.requests.openPass(runId, { ...walk, from: '2026-03-01', to: '2026-03-31' }, null);
    const noted = { passId: pass.id, advanceBy: numbers.length, kind: walk.kind, runId };
    await this.services.reception.page(page(numbers), noted, never);
  }

  /** Puts another content where the note goes. */
  async occupy(number: number): Promise<void> {
    const target = this.services.outbox.documentTarget('NFe', noteKey({ number }));
    const file = join(this.#place('import'), target);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'outro');
  }

  async dispose(): Promise<void> {
    await this.services.close();
    this.ledger.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  #place(place: Place): string {
    return join(this.folder, place);
  }

  async #untilUsable(root: Place, is: boolean): Promise<void> {
    const { health } = this.services;
    while (health.usable(root) !== is) await health.check(root);
  }
}

async function openOffice({ onTestFinished }: TestContext): Promise<Office> {
  const office = new Office(await mkdtemp(join(await testFolder(), 'malote-volta-')));
  onTestFinished(() => office.dispose());
  return office;
}

function page(numbers: readonly number[]): IntakeBatch {
  const files = numbers.map((number) => ({ name: null, bytes: Buffer.from(note({ number })), problem: null }));
  const siegDays = { rule: 'within', from: '2026-03-01', to: '2026-03-31' } as const;
  return { source: 'page', requestId: null, month: '2026-03', siegDays, files };
}

describe.concurrent('a share that is back', () => {
  it('is told with what was delivered of what had waited for it, and once', async (test) => {
    const office = await openOffice(test);
    const { dispatcher } = office.services;
    await office.file([1, 2]);
    await dispatcher.drain(never);
    await office.take('import');
    await office.file([3, 4, 5]);
    await dispatcher.drain(never);
    await office.bringBack('import');
    await dispatcher.drain(never);
    await office.file([6]);
    await dispatcher.drain(never);
    expect(office.told).toEqual([{ type: 'drained', root: 'import', delivered: 3 }]);
  }, 60_000);

  it('is told with zero when nothing had waited', async (test) => {
    const office = await openOffice(test);
    await office.take('import');
    await office.bringBack('import');
    await office.services.dispatcher.drain(never);
    expect(office.told).toEqual([{ type: 'drained', root: 'import', delivered: 0 }]);
  }, 60_000);

  it('does not count what met another content, and is not told as one for which nothing waited', async (test) => {
    const office = await openOffice(test);
    const { dispatcher } = office.services;
    await office.occupy(2);
    await office.take('import');
    await office.file([1, 2]);
    await office.bringBack('import');
    await dispatcher.drain(never);
    expect(office.told).toEqual([{ type: 'drained', root: 'import', delivered: 1 }]);

    await office.occupy(3);
    await office.take('import');
    await office.file([3]);
    await office.bringBack('import');
    await dispatcher.drain(never);
    expect(dispatcher.view().destinations[0]).toMatchObject({ root: 'import', pending: 0, conflicts: 2 });
    expect(office.told).toHaveLength(1);
  }, 60_000);

  it('is told with no number while another process delivers, and with the true one then', async (test) => {
    const office = await openOffice(test);
    const { deliveries } = office;
    const { dispatcher } = office.services;
    await office.take('import');
    await office.file([1, 2, 3]);
    const other = office.openLedger();
    const lock = other.lock('delivery');
    expect(lock.take()).toBeNull();
    await office.bringBack('import');
    expect(await dispatcher.drain(never)).toMatchObject({ delivered: 0 });
    expect(dispatcher.isElsewhere).toBe(true);
    expect(office.told).toEqual([]);

    // the other one delivers; here nothing is left to be done
    const theirs = { size: 1, placement: 'placed' as const };
    const rows = deliveries.claim(10, new Date().toISOString());
    for (const { id, contentSha256 } of rows)
      deliveries.delivered(id, { ...theirs, sha256: contentSha256 }, new Date().toISOString());
    other.journal.write('delivery.verified', 'outbox', { deliveries: rows.map(({ id }) => id) });
    lock.release();
    other.close();
    await dispatcher.drain(never);
    expect(office.told).toEqual([{ type: 'drained', root: 'import', delivered: 3 }]);
  }, 60_000);
});

describe.concurrent('a share that is away', () => {
  it.for(['archive', 'import'] as const)('is not asked for again and again: the %s', async (place, test) => {
    const office = await openOffice(test);
    const { deliveries } = office;
    const { dispatcher } = office.services;
    await office.file([1, 2]);
    await office.take(place);
    // as after a failure of half a minute ago
    deliveries.postpone('import', new Date(Date.now() - 1_000).toISOString());
    let claims = 0;
    const claim = deliveries.claim.bind(deliveries);
    deliveries.claim = (...asked) => {
      claims += 1;
      return claim(...asked);
    };
    dispatcher.start();
    await sleep(1_000);
    expect(claims).toBeLessThan(5);

    await office.bringBack(place);
    await eventually(() => {
      expect(dispatcher.view().destinations[0]).toMatchObject({ root: 'import', pending: 0 });
    });
  });
});

describe.concurrent('an archive that is back', () => {
  it('is told with what came out of the spool, once that is delivered', async (test) => {
    const office = await openOffice(test);
    const { dispatcher, reception, spool } = office.services;
    await office.take('archive');
    await office.receive([1, 2, 3]);
    await office.receive([4]);
    expect(spool.view()).toMatchObject({ pages: 2 });
    dispatcher.start();
    await office.bringBack('archive');
    await dispatcher.drain(never);
    expect(office.told).toEqual([]);

    reception.start();
    await eventually(() => {
      expect(office.told).toEqual([{ type: 'drained', root: 'archive', delivered: 4 }]);
    });
    expect(spool.isEmpty).toBe(true);
  }, 60_000);
});
