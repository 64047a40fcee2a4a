import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuditService } from '../../src/engine/jobs/audit';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { MaloteError } from '../../src/shared/errors';
import type { AuditView } from '../../src/shared/ipc/audit';
import { auditService, EVERYTHING, findingsOf, OtherHands } from '../support/audit-fixture';
import { openIntakeFixture, type Client, type IntakeFixture } from '../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER } from '../support/notes';
import { seededRandom } from '../support/seeded-random';

const CLIENTS: readonly Client[] = [
  { taxId: ALFA, folder: '0001_ALFA' },
  { taxId: BETA, folder: '0002_BETA' },
];
const OLD = new Date('2026-03-20T00:00:00Z');
const STEPS = 6;

let fixture: IntakeFixture;

afterEach(() => fixture.dispose());

/** Everything that people are told, apart from when and at what cost. */
async function told(room: AuditService, audit: AuditView): Promise<unknown> {
  const { files, bytes, other, promised, ledger, disk, handedOver, handedOverBefore, waiting } = audit.figures;
  const findings = (await findingsOf(room, audit)).map((finding) => JSON.stringify({ ...finding, id: 0 }));
  return {
    outcome: audit.outcome,
    counts: audit.counts,
    findings: findings.sort(),
    figures: { files, bytes, other, promised, ledger, disk, handedOver, handedOverBefore, waiting },
  };
}

const CHANGES = [
  ...(['arrive', 'cancel', 'upgrade', 'remove', 'alter', 'touch', 'rename', 'leave', 'stray'] as const),
  ...(['renameCompany', 'retire'] as const),
];

/** An office in which something or other happens between two audits. */
class Office {
  #last = 0;
  #renamed = 0;
  readonly hands: OtherHands;

  constructor(
    private readonly made: IntakeFixture,
    private readonly random: () => number,
  ) {
    this.hands = new OtherHands(made);
  }

  async happen(): Promise<string> {
    const change = this.#one(CHANGES);
    await this[change]();
    return change;
  }

  async arrive(): Promise<void> {
    const count = 1 + Math.floor(this.random() * 3);
    const notes = Array.from({ length: count }, () => note(this.#fresh()));
    await this.made.accept(notes);
    if (this.random() < 0.7) await this.made.drain();
  }

  async cancel(): Promise<void> {
    await this.made.accept([noteEvent({ number: 1 + Math.floor(this.random() * this.#last) })]);
  }

  /** The same document with its protocol, where it came without. */
  async upgrade(): Promise<void> {
    const options = this.#fresh();
    await this.made.accept([note({ ...options, status: null })]);
    await this.made.accept([note(options)]);
  }

  async remove(): Promise<void> {
    await this.hands.remove(await this.#file());
  }

  async alter(): Promise<void> {
    await this.hands.write(await this.#file(), note({ number: 7_000 + Math.floor(this.random() * 100) }));
  }

  async touch(): Promise<void> {
    await this.hands.touch(await this.#file(), new Date(OLD.getTime() + Math.floor(this.random() * 1e9)));
  }

  async rename(): Promise<void> {
    const from = await this.#file();
    const to = await this.#file();
    await this.hands.move(from, `${to.slice(0, to.lastIndexOf('/'))}/${from.slice(from.lastIndexOf('/') + 1)}`);
  }

  async leave(): Promise<void> {
    const file = await this.#file();
    const names = ['lista.txt', 'rascunho.xml', 'Thumbs.db'];
    await this.hands.write(`${file.slice(0, file.lastIndexOf('/'))}/${this.#one(names)}`, 'isto não é XML');
  }

  async stray(): Promise<void> {
    const options = { number: 8_000 + Math.floor(this.random() * 100) };
    await this.hands.write(`2026/0001_ALFA/03/NFe/Saída/${noteKey(options)}.xml`, note(options));
  }

  /** In the workbook; sometimes the folder on disk follows. */
  async renameCompany(): Promise<void> {
    const before = this.#clients();
    const index = Math.floor(this.random() * before.length);
    const name =
      this.random() < 0.5 ? CLIENTS[index]!.folder : `000${String(index + 1)}_OUTRA_${String((this.#renamed += 1))}`;
    this.#import(before.map((client, at) => (at === index ? { ...client, folder: name } : client)));
    const at = (folder: string): string => join(this.made.folder, 'archive', '2026', folder);
    if (this.random() < 0.5) await rename(at(before[index]!.folder), at(name)).catch(() => undefined);
  }

  async retire(): Promise<void> {
    await Promise.resolve();
    this.#import(this.random() < 0.5 ? CLIENTS.slice(0, 1) : CLIENTS);
  }

  #clients(): Client[] {
    return this.made.ledger.companies.active().map(({ taxId, folder }) => ({ taxId, folder }));
  }

  #import(clients: readonly Client[]): void {
    const rows = clients.map(({ taxId, folder }) => ({ taxId, folder, code: null, name: folder }));
    this.made.ledger.companies.replaceActive(rows);
  }

  #fresh(): { number: number; issuer: string; recipient: string } {
    this.#last += 1;
    const [issuer, recipient] = this.#one([
      [ALFA, STRANGER],
      [BETA, STRANGER],
      [ALFA, BETA],
      [STRANGER, BETA],
    ] as const);
    return { number: this.#last, issuer, recipient };
  }

  async #file(): Promise<string> {
    const files = await this.made.files('archive');
    return this.#one(files);
  }

  #one<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.random() * values.length)] as Value;
  }
}

describe('an audit that goes through changed folders only', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('finds what one that reads everything finds (seed %i)', async (seed) => {
    fixture = await openIntakeFixture({ clients: CLIENTS });
    const room = auditService(fixture, { filesAtOnce: 3 });
    const office = new Office(fixture, seededRandom(seed));
    for (let round = 0; round < 4; round += 1) await office.arrive();
    await room.run(EVERYTHING);
    for (let step = 0; step < STEPS; step += 1) {
      const happened = [await office.happen(), await office.happen()];
      fixture.clock.advance(1_000);
      const incremental = await room.run(EVERYTHING);
      fixture.clock.advance(1_000);
      const full = await room.run(EVERYTHING, { full: true });
      expect(await told(room, incremental), happened.join(', ')).toEqual(await told(room, full));
      expect(incremental.figures.read + incremental.figures.unchanged).toBe(full.figures.read);
    }
  });
});

describe('a folder that was in order', () => {
  const sold = '2026/0001_ALFA/03/NFe/Saída';
  const file = (number: number): string => `${sold}/${noteKey({ number })}.xml`;
  let room: AuditService;
  let listed: string[];

  async function open(): Promise<OtherHands> {
    fixture = await openIntakeFixture({ clients: CLIENTS });
    await fixture.accept([1, 2, 3].map((number) => note({ number })));
    await fixture.drain();
    const { archive } = fixture.roots;
    listed = [];
    const watched = {
      ...archive,
      list: (...[folder, options]: Parameters<typeof archive.list>) => {
        listed.push(folder.join('/'));
        return archive.list(folder, options);
      },
    };
    room = auditService(fixture, { archive: watched });
    await room.run(EVERYTHING);
    fixture.clock.advance(1_000);
    listed.length = 0;
    return new OtherHands(fixture);
  }

  it('is not listed again while neither it nor what the ledger says of it changes', async () => {
    await open();
    const second = await room.run(EVERYTHING);
    expect(listed).toEqual([]);
    expect(second.figures).toMatchObject({ files: 3, unchanged: 3, read: 0, disk: 3 });
    await room.run({ months: ['2026-03'], companies: [ALFA] });
    expect(listed).toEqual([]);
    const full = await room.run(EVERYTHING, { full: true });
    expect([listed, full.figures.read]).toEqual([[''], 3]);
  });

  it('is listed again when one of its files, the ledger or its company has changed', async () => {
    const hands = await open();
    await hands.touch(file(1), OLD);
    expect((await room.run(EVERYTHING)).figures).toMatchObject({ read: 1, unchanged: 2 });
    fixture.clock.advance(1_000);
    await fixture.accept([note({ number: 4 })]);
    expect((await room.run(EVERYTHING)).figures).toMatchObject({ read: 1, unchanged: 3 });
    fixture.clock.advance(1_000);
    databaseOf(fixture.ledger).run('UPDATE filings SET sha256 = ? WHERE path = ?', ['0'.repeat(64), file(2)]);
    expect((await room.run(EVERYTHING)).counts.altered).toBe(1);
    fixture.clock.advance(1_000);
    expect(listed).toEqual([sold, sold, sold]);
    listed.length = 0;
    databaseOf(fixture.ledger).run(
      'UPDATE filings SET sha256 = (SELECT sha256 FROM documents d WHERE d.id = document_id)',
    );
    expect((await room.run(EVERYTHING)).counts.altered).toBe(0);
    fixture.clock.advance(1_000);
    databaseOf(fixture.ledger).run("UPDATE companies SET folder = '0003_OUTRA' WHERE tax_id = ?", [ALFA]);
    expect((await room.run(EVERYTHING)).counts.misfiled).toBe(4);
    // no folder at all was in order before, so that the first of these two went through everything in one go
    expect(listed).toEqual(['', sold]);
  });

  it('is not called empty when the share goes away while folders are told', async () => {
    await open();
    await fixture.accept([note({ number: 9, issuer: BETA })]);
    await room.run(EVERYTHING);
    fixture.clock.advance(1_000);
    const { archive } = fixture.roots;
    const going = {
      ...archive,
      folders: async function* (...[folder, options]: Parameters<typeof archive.folders>) {
        for await (const one of archive.folders(folder, options)) {
          yield one;
          throw new MaloteError('SHARE_UNREACHABLE', { location: 'Y:', path: 'Y:', cause: 'sumiu', systemCode: null });
        }
      },
    };
    const failed = await auditService(fixture, { archive: going }).run(EVERYTHING);
    expect(failed).toMatchObject({ outcome: 'failed', counts: { ghost: 0 }, figures: { unchanged: 3 } });
  });

  it('is counted as read by an audit that is gone on with', async () => {
    const hands = await open();
    await hands.touch(file(1), OLD);
    const stopped = await room.run(EVERYTHING);
    databaseOf(fixture.ledger).run("UPDATE audits SET outcome = 'stopped' WHERE id = ?", [stopped.id]);
    fixture.clock.advance(1_000);
    const ended = await room.run(EVERYTHING, { resume: stopped.id });
    expect(ended.figures).toMatchObject({ files: 3, read: 1, unchanged: 2 });
  });
});
