import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../../src/engine/archive';
import { Restorer } from '../../../src/engine/intake';
import { auditService, EVERYTHING } from '../../support/audit-fixture';
import { never, openIntakeFixture, siegFile, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey } from '../../support/notes';

const clients = [
  { taxId: ALFA, folder: '0001_ALFA' },
  { taxId: BETA, folder: '0002_BETA' },
];
const KEY = noteKey({ recipient: BETA });
const SOLD = `2026/0001_ALFA/03/NFe/Saída/${KEY}.xml`;
const BOUGHT = `2026/0002_BETA/03/NFe/Entrada/${KEY}.xml`;

let fixture: IntakeFixture;
let restorer: Restorer;

beforeEach(async () => {
  fixture = await openIntakeFixture({ clients });
  const { ledger, writers, outbox, roots } = fixture;
  const now = (): number => fixture.clock.now();
  restorer = new Restorer({
    ledger,
    writers,
    outbox,
    now,
    archive: roots.archive,
    kept: roots.kept,
    targets: roots,
  });
  await fixture.accept([note({ recipient: BETA })]);
});
afterEach(() => fixture.dispose());

const at = (path: string): string => join(fixture.folder, 'archive', path);
const text = (path: string): Promise<string> => readFile(at(path), 'utf8');

/** A request, since only what SIEG has given may take the place of what was filed. */
function request(): number {
  const run = fixture.ledger.runs.start('2026-03', {}, [], null);
  return fixture.ledger.requests.begin(run, 'document', 'NFe', {}, 1);
}

describe('what is filed and not whole', () => {
  it('comes back from the other client, and what lay in its place is kept', async () => {
    await writeFile(at(SOLD), '');
    expect(await restorer.isWhole(KEY, never)).toBe(false);
    expect(await restorer.fromCopies(KEY, never)).toBe(true);
    expect(await text(SOLD)).toBe(note({ recipient: BETA }));
    expect(fixture.rows("SELECT identity, category, code FROM kept_files WHERE code = 'ALTERED_ON_DISK'")).toEqual([
      { identity: KEY, category: 'variant', code: 'ALTERED_ON_DISK' },
    ]);
    expect(await fixture.files('kept')).toEqual([`variant/${sha256Of(new Uint8Array())}.xml`]);
  });

  it('comes back from the verified copy at the target, and from nothing that is not equal to it', async () => {
    await fixture.drain();
    for (const path of [SOLD, BOUGHT]) await rm(at(path));
    const delivered = join(fixture.folder, 'import', 'Import', `${KEY}.xml`);
    await writeFile(delivered, 'outro');
    expect(await restorer.fromCopies(KEY, never)).toBe(false);
    await writeFile(delivered, note({ recipient: BETA }));
    expect(await restorer.fromCopies(KEY, never)).toBe(true);
    expect([await text(SOLD), await text(BOUGHT)]).toEqual([note({ recipient: BETA }), note({ recipient: BETA })]);
  });

  it('heals two files that were exchanged from one another, once an audit has seen them', async () => {
    const other = noteKey({ number: 2 });
    const place = SOLD.replace(KEY, other);
    await fixture.accept([note({ number: 2 })]);
    await rm(at(BOUGHT));
    const [one, two] = [await text(SOLD), await text(place)];
    await writeFile(at(SOLD), two);
    await writeFile(at(place), one);
    expect(await restorer.fromCopies(KEY, never)).toBe(false);
    await auditService(fixture).run(EVERYTHING);
    expect(await restorer.fromCopies(KEY, never)).toBe(true);
    expect(await restorer.fromCopies(other, never)).toBe(true);
    expect([await text(SOLD), await text(BOUGHT), await text(place)]).toEqual([one, one, two]);
  });

  it('takes another sound form that SIEG gave when the filed bytes are nowhere, and is handed over anew', async () => {
    await fixture.drain();
    for (const path of [SOLD, BOUGHT]) await rm(at(path));
    await rm(join(fixture.folder, 'import', 'Import', `${KEY}.xml`));
    const form = note({ recipient: BETA, blank: '\n' });
    const forged = note({ recipient: BETA, digest: 'BBBB', blank: ' ' });
    await fixture.accept([forged, form], { source: 'recovery', requestId: request() });
    expect(await restorer.fromCopies(KEY, never)).toBe(false);
    expect(await restorer.fromOtherForm(KEY, never)).toBe(true);
    expect([await text(SOLD), await text(BOUGHT)]).toEqual([form, form]);
    expect(await restorer.isWhole(KEY, never)).toBe(true);
    expect(fixture.ledger.documents.byIdentity(KEY)?.sha256).toBe(sha256Of(new TextEncoder().encode(form)));
    // what was delivered is other bytes: the next audit and recovery hand the new ones over
    expect(fixture.rows('SELECT document_id FROM covered_documents')).toEqual([]);
  });

  it('takes a cancellation for what it is', async () => {
    const cancellation = noteEvent({ recipient: BETA });
    await fixture.accept([cancellation]);
    const beside = SOLD.replace('.xml', '_CANC.xml');
    await rm(at(beside));
    const [event] = fixture.rows('SELECT identity FROM events');
    await restorer.fromFiles({ files: [siegFile(cancellation)] }, () => true, never);
    expect(await text(beside)).toBe(cancellation);
    expect(await restorer.isWhole(String(event!['identity']), never)).toBe(true);
  });
});
