import { mkdir, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { refileForNewCompanies } from '../../../src/engine/intake';
import { fromStored } from '../../../src/engine/shares';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { never, openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER, type NoteOptions } from '../../support/notes';

const alfa = { taxId: ALFA, folder: 'ALFA' };
const beta = { taxId: BETA, folder: 'BETA' };
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const refile = (): Promise<number> =>
  refileForNewCompanies(
    { ...fixture, archive: fixture.roots.archive, previousMonthDays: 0, now: () => fixture.clock.now() },
    never,
  );

async function adopt(path: string, text: string): Promise<void> {
  const file = join(fixture.folder, 'archive', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await fixture.intake.adopt([{ path: fromStored(path), bytes: Buffer.from(text) }], never);
}

/** What a program wrote past the outbox's own door, as a path of the future might. */
function enqueueDirectly(identity: string): void {
  const row = fixture.ledger.documents.byIdentity(identity);
  const filing = row === undefined ? undefined : fixture.ledger.documents.filingsOf(row.id)[0];
  if (row === undefined || filing === undefined) return;
  fixture.deliveries.enqueue({
    destination: 'import',
    subject: { documentId: row.id },
    sourcePath: filing.path,
    replaces: null,
    targetPath: fixture.outbox.documentTarget(row.kind, identity),
    contentSha256: row.sha256,
    month: row.month,
  });
}

/** Identities of effective cancellations' documents, in the order of the journal: what was handed over before what. */
function handedOver(): { documents: Map<string, number>; cancellations: Map<string, number> } {
  const documents = new Map<string, number>();
  const cancellations = new Map<string, number>();
  const rows = fixture.rows(
    `SELECT j.id AS at, d.identity AS document, e.document_identity AS cancelled
     FROM journal j, json_each(j.detail, '$.deliveries') t JOIN deliveries v ON v.id = t.value
       LEFT JOIN documents d ON d.id = v.document_id LEFT JOIN events e ON e.id = v.event_id
     WHERE j.action = 'delivery.verified' ORDER BY j.id DESC`,
  );
  for (const { at, document, cancelled } of rows) {
    if (typeof document === 'string') documents.set(document, at as number);
    if (typeof cancelled === 'string') cancellations.set(cancelled, at as number);
  }
  return { documents, cancellations };
}

/** Documents with an effective cancellation in the ledger. */
const cancelled = (): string[] =>
  fixture
    .rows("SELECT DISTINCT document_identity AS identity FROM events WHERE effect = 'cancels' AND effective = 1")
    .map(({ identity }) => identity as string);

const NOTES: readonly NoteOptions[] = [{ number: 1 }, { number: 2, issuer: STRANGER, recipient: BETA }];
const step = fc.record({
  what: fc.constantFrom(
    ...(['note', 'better', 'cancellation', 'refused', 'second', 'adopt-note', 'adopt-cancellation', 'beside'] as const),
    ...(['beta-comes', 'refile', 'directly', 'deliver', 'again', 'foreign', 'lose', 'layout'] as const),
  ),
  which: fc.constantFrom(...NOTES),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take({ what, which }: Step): Promise<void> {
  const key = noteKey(which);
  switch (what) {
    case 'note':
      await fixture.accept([note({ ...which, status: null })]);
      return;
    case 'better':
      await fixture.accept([note(which)]);
      return;
    case 'cancellation':
      await fixture.accept([noteEvent(which)]);
      return;
    case 'refused':
      await fixture.accept([noteEvent({ ...which, eventStatus: '501' })]);
      return;
    case 'second':
      await fixture.accept([noteEvent({ ...which, type: '110112' })]);
      return;
    case 'adopt-note':
      return adopt(`2026/ALFA/03/NFe/Antigas/${key}.xml`, note(which));
    case 'adopt-cancellation':
      return adopt(`2026/ALFA/03/NFe/Antigas/${key}_CANC.xml`, noteEvent(which));
    case 'beside':
      await fixture.accept([note(which), noteEvent(which)]);
      return;
    case 'beta-comes':
      fixture = fixture.reopen({ clients: [alfa, beta] });
      return;
    case 'refile':
      await refile();
      return;
    case 'directly':
      enqueueDirectly(key);
      return;
    case 'layout':
      fixture = fixture.reopen({ layout: 'by-type' });
      return;
    case 'again':
      fixture.deliveries.retryNow();
      fixture.deliveries.lookAgainAtConflicts();
      return;
    case 'foreign':
      await mkdir(join(fixture.folder, 'import', 'Cancelados'), { recursive: true });
      return writeFile(join(fixture.folder, 'import', 'Cancelados', `${key}_CANC.xml`), 'de outro programa');
    case 'lose':
      for (const { path } of fixture.rows('SELECT path FROM event_filings'))
        await rm(join(fixture.folder, 'archive', path as string), { force: true });
      return;
    case 'deliver': {
      const known = cancelled();
      const before = handedOver().documents;
      await fixture.drain();
      const { documents, cancellations } = handedOver();
      for (const identity of known) {
        const at = documents.get(identity);
        if (at === undefined || before.has(identity)) continue;
        expect(cancellations.get(identity)).toBeLessThan(at);
      }
    }
  }
}

describe('a cancelled document', () => {
  it('is handed over after its cancellation, whatever path either came by, and no cancellation is forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        fixture = await openIntakeFixture({ clients: [alfa] });
        try {
          for (const one of [...steps, { what: 'deliver', which: NOTES[0]! } as const]) await take(one);
          const put = new Set(
            fixture
              .rows(
                "SELECT e.document_identity AS identity FROM deliveries v JOIN events e ON e.id = v.event_id WHERE v.state <> 'superseded'",
              )
              .map(({ identity }) => identity),
          );
          const out = handedOver().documents;
          for (const identity of cancelled()) if (out.has(identity)) expect(put).toContain(identity);
        } finally {
          await fixture.dispose();
        }
      }),
      { numRuns: 60 },
    );
    fixture = await openIntakeFixture({ clients: [alfa] });
  }, 120_000);

  it('whose cancellation lies in the archive of the system before goes out with it', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    const key = noteKey();
    await adopt(`2026/ALFA/03/NFe/Saída/${key}_CANC.xml`, noteEvent());
    await adopt(`2026/ALFA/03/NFe/Saída/${key}.xml`, note());
    expect(await fixture.drain()).toMatchObject({ delivered: 0 });
    const row = fixture.ledger.documents.byIdentity(key)!;
    const source = fromStored(`2026/ALFA/03/NFe/Saída/${key}.xml`);
    fixture.ledger.transaction(() => {
      const { id: documentId, kind, month, sha256 } = row;
      fixture.outbox.enqueueDocument({ documentId, identity: key, kind, month, sha256, source, replaces: null });
    });
    expect(await fixture.drain()).toEqual({ delivered: 2, conflicts: 0, failed: 0 });
    expect(await fixture.files('import')).toEqual([`Cancelados/${key}_CANC.xml`, `Import/${key}.xml`]);
  });

  it('waits while its cancellation meets other content, says why, and follows once that is gone', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    const foreign = join(fixture.folder, 'import', 'Cancelados', `${noteKey()}_CANC.xml`);
    await mkdir(dirname(foreign), { recursive: true });
    await writeFile(foreign, 'de outro programa');
    await fixture.accept([note(), noteEvent()]);
    expect(await fixture.drain()).toEqual({ delivered: 0, conflicts: 1, failed: 1 });
    expect(fixture.ledger.evidence.undelivered('2026-03', null, 9)).toMatchObject([
      { identity: noteKey(), state: 'failed', errorCode: 'DELIVERY_CANCELLATION_FIRST' },
    ]);
    expect(fixture.deliveries.nextDue()).not.toBeNull();
    await unlink(foreign);
    fixture.deliveries.lookAgainAtConflicts();
    expect(await fixture.drain()).toEqual({ delivered: 2, conflicts: 0, failed: 0 });
  });

  it('is not due while it waits for a cancellation that is not due itself', async () => {
    fixture = await openIntakeFixture({ clients: [alfa], ownCancelledRoot: true });
    await fixture.accept([note(), noteEvent()]);
    expect(await fixture.worker.drain(never, { open: () => ['import'] })).toEqual({
      delivered: 0,
      conflicts: 0,
      failed: 0,
    });
    expect(fixture.deliveries.nextDue(['import'])).toBeNull();
    expect(await fixture.worker.drain(never, { open: () => ['cancelled'] })).toMatchObject({ delivered: 1 });
    expect(await fixture.worker.drain(never, { open: () => ['import'] })).toMatchObject({ delivered: 1 });
  });

  it('that the system before cancelled at the share is only handed over', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    await fixture.accept([note(), noteEvent({ eventStatus: '501' })]);
    databaseOf(fixture.ledger).run(
      "INSERT INTO legacy_files (id, sort, location, size, modified_ms, read_at) VALUES (1, 'transaction', 't', 1, 1, 'x')",
    );
    databaseOf(fixture.ledger).run(
      "INSERT INTO legacy_claims (identity, claim, file_id) VALUES (?, 'cancellation-handed-over', 1)",
      [noteKey()],
    );
    await adopt(`2026/ALFA/03/NFe/Saída/${noteKey()}_CANC.xml`, noteEvent());
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
    expect(await fixture.files('import')).toEqual([`Import/${noteKey()}.xml`]);
  });
});
