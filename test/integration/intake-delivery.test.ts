import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOffice, renderXml } from '../../src/simulator';
import { never, openIntakeFixture, siegFile, type IntakeFixture } from '../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER } from '../support/notes';

const clients = [
  { taxId: ALFA, folder: 'ALFA' },
  { taxId: BETA, folder: 'BETA' },
];
const foreign = { issuer: STRANGER, recipient: BETA };
const nobodys = { issuer: STRANGER, recipient: '12345678909' };

/** What may come in, in any order and as often as SIEG likes; `latest` is what must lie on the share in the end. */
const ARRIVALS = {
  bare: note({ status: null }),
  processed: note(),
  shared: note({ number: 2, recipient: BETA }),
  foreign: note(foreign),
  cancelled: noteEvent(foreign),
  refusedCancellation: noteEvent({ number: 2, eventStatus: '573' }),
  cancellation: noteEvent({ number: 2 }),
  nobodys: note({ ...nobodys, number: 3 }),
} as const;
type Arrival = keyof typeof ARRIVALS;

/** The right contents of the share once these have arrived. */
function shareAfter(arrived: ReadonlySet<Arrival>): Record<string, string> {
  const share: Record<string, string> = {};
  const put = (path: string, arrival: Arrival): void => {
    if (arrived.has(arrival)) share[path] = ARRIVALS[arrival];
  };
  put(`Import/${noteKey()}.xml`, 'bare');
  put(`Import/${noteKey()}.xml`, 'processed');
  put(`Import/${noteKey({ number: 2 })}.xml`, 'shared');
  put(`Import/${noteKey(foreign)}.xml`, 'foreign');
  put(`Cancelados/${noteKey({ number: 2 })}_CANC.xml`, 'cancellation');
  if (arrived.has('foreign')) put(`Cancelados/${noteKey(foreign)}_CANC.xml`, 'cancelled');
  return share;
}

type Step =
  | { readonly do: 'accept'; readonly files: readonly Arrival[]; readonly dies: boolean }
  | { readonly do: 'deliver' | 'claim and die' | 'restart' | 'share away' | 'share back' | 'wait' };

const arrivals = fc.constantFrom(...(Object.keys(ARRIVALS) as Arrival[]));
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('accept' as const),
        files: fc.array(arrivals, { minLength: 1, maxLength: 4 }),
        dies: fc.boolean(),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom(
          'deliver' as const,
          'claim and die' as const,
          'restart' as const,
          'share away' as const,
          'share back' as const,
          'wait' as const,
        ),
      }),
    },
  ),
  { maxLength: 14 },
);

class Story {
  readonly #arrived = new Set<Arrival>();
  #isAway = false;

  constructor(public fixture: IntakeFixture) {}

  async take(step: Step): Promise<void> {
    const { fixture } = this;
    switch (step.do) {
      case 'accept':
        return this.#accept(step.files, step.dies);
      case 'deliver':
        await fixture.drain();
        return;
      case 'claim and die':
        fixture.deliveries.claim(2, new Date(fixture.clock.now()).toISOString());
        this.fixture = fixture.reopen();
        return;
      case 'restart':
        this.fixture = fixture.reopen();
        return;
      case 'share away':
        return this.#moveShare(true);
      case 'share back':
        return this.#moveShare(false);
      case 'wait':
        fixture.clock.advance(45_000);
    }
  }

  /** An acceptance that dies has written its files and not its rows; SIEG's page is then asked again, sooner or later. */
  async #accept(names: readonly Arrival[], dies: boolean): Promise<void> {
    const files = names.map((name) => siegFile(ARRIVALS[name]));
    const batch = { files, source: 'page' as const, requestId: null, month: '2026-03', siegDays: null };
    if (dies) {
      const die = (): never => {
        throw new Error('killed');
      };
      await expect(this.fixture.intake.accept(batch, never, die)).rejects.toThrow('killed');
      this.fixture = this.fixture.reopen();
    }
    await this.fixture.intake.accept(batch, never);
    for (const name of names) this.#arrived.add(name);
  }

  async #moveShare(away: boolean): Promise<void> {
    if (away === this.#isAway) return;
    const share = join(this.fixture.folder, 'import');
    await (away ? rename(share, `${share}-fora`) : rename(`${share}-fora`, share));
    this.#isAway = away;
  }

  async end(): Promise<void> {
    await this.#moveShare(false);
    this.fixture = this.fixture.reopen();
    this.fixture.deliveries.retryNow();
    await this.fixture.drain();
    await this.#check();
  }

  async #check(): Promise<void> {
    const { fixture } = this;
    const paths = await fixture.files('import');
    const share = Object.fromEntries(
      await Promise.all(paths.map(async (path) => [path, await fixture.text('import', path)] as const)),
    );
    expect(share).toEqual(shareAfter(this.#arrived));
    const delivered = fixture.rows(
      `SELECT v.target_path AS path, v.sha256, v.size FROM deliveries v LEFT JOIN documents d ON d.id = v.document_id
       LEFT JOIN events e ON e.id = v.event_id
       WHERE v.state = 'delivered' AND v.content_sha256 = coalesce(d.sha256, e.sha256) ORDER BY 1`,
    );
    const truth = Object.entries(share).sort(([one], [other]) => (one < other ? -1 : 1));
    expect(delivered).toEqual(
      truth.map(([path, text]) => ({
        path,
        sha256: createHash('sha256').update(text).digest('hex'),
        size: Buffer.byteLength(text),
      })),
    );
    expect(fixture.deliveries.pending()).toBe(0);
    expect(fixture.ledger.evidence.undelivered('2026-03', null, 10)).toEqual([]);
    expect((await fixture.files('archive')).filter((path) => path.includes('_CONFLITO_'))).toEqual([]);
    const filed = fixture.rows('SELECT path FROM filings UNION SELECT path FROM event_filings ORDER BY path');
    expect(await fixture.files('archive')).toEqual(filed.map(({ path }) => path));
  }
}

describe('any interleaving of arrivals, deliveries, crashes and outages', () => {
  it('ends with every document of a client delivered once, in its present form, and with nothing claimed that is not so', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const story = new Story(await openIntakeFixture({ clients }));
        try {
          for (const step of plan) await story.take(step);
          await story.end();
        } finally {
          await story.fixture.dispose();
        }
      }),
      { numRuns: 60, endOnFailure: false },
    );
  });
});

describe('the demonstration office', () => {
  it('goes in, is filed and is delivered, whatever order its files come in', async () => {
    const office = createOffice({ seed: 11, month: '2026-03', companies: 4, documentsPerCompany: 30 });
    const files = [...office.events, ...office.documents].map((file) => renderXml(file, office));
    const fixture = await openIntakeFixture({
      clients: office.companies.map(({ taxId, code }) => ({ taxId, folder: `${code}_EMPRESA` })),
    });
    try {
      for (let at = 0; at < files.length; at += 50) await fixture.accept(files.slice(at, at + 50));
      await fixture.drain();
      const expected = office.expected('2026-03');
      const documents = Object.values(expected.documents).flatMap((identities) => [...identities]);
      const totals = fixture.ledger.evidence.totals('2026-03');
      expect(totals).toMatchObject({
        archived: documents.length,
        delivered: documents.length,
        refused: 0,
        conflicts: 0,
      });
      const events = fixture.rows('SELECT identity FROM events').map(({ identity }) => identity);
      expect(new Set(events)).toEqual(new Set(office.events.map(({ identity }) => identity)));
      const cancelled = fixture.rows(
        "SELECT DISTINCT document_identity AS identity FROM events WHERE effect = 'cancels' AND effective = 1",
      );
      expect(new Set(cancelled.map(({ identity }) => identity))).toEqual(
        new Set(office.events.filter((event) => event.cancels).map((event) => event.document.identity)),
      );
      const copies = (await fixture.files('archive')).filter((path) => path.endsWith('_CANC.xml'));
      expect(new Set(copies.map((path) => path.split('/').at(-1)))).toEqual(
        new Set(office.events.filter((event) => event.cancels).map(({ document }) => `${document.key}_CANC.xml`)),
      );
      expect(fixture.deliveries.pending()).toBe(0);
    } finally {
      await fixture.dispose();
    }
  });
});
