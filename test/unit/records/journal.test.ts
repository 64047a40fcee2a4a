import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../src/engine/domain';
import { journalText } from '../../../src/engine/console';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { type JournalQuery, journalPageSchema } from '../../../src/shared/ipc/history';
import { addCompany, addPaper, keyOf, openBook, type Book } from './book';

/** All pages of a query, as ids; also that they are pages of at most `limit`. */
function idsOf({ records }: Book, query: JournalQuery, limit: number): number[] {
  const ids: number[] = [];
  for (let before: number | null = null; ;) {
    const page = records.journal(query, before, limit);
    expect(page.lines.length).toBeLessThanOrEqual(limit);
    ids.push(...page.lines.map(({ id }) => id));
    if (page.next === null) return ids;
    before = page.next;
  }
}

describe('the journal', () => {
  it('is paged newest first, with a sentence and the evidence', async () => {
    const book = await openBook();
    for (let n = 1; n <= 5; n += 1)
      book.ledger.journal.write('run.started', `run ${String(n)}`, { month: '2025-08', n });
    const first = book.records.journal({}, null, 2);
    expect(first.lines.map(({ subject }) => subject)).toEqual(['run 5', 'run 4']);
    expect(first.lines[0]).toMatchObject({
      actor: 'engine',
      action: 'run.started',
      detail: '{"month":"2025-08","n":5}',
    });
    expect(first.lines[0]?.text).toContain('agosto de 2025');
    expect(journalPageSchema.safeParse(first).success).toBe(true);
    const second = book.records.journal({}, first.next, 2);
    const third = book.records.journal({}, second.next, 2);
    expect(third).toMatchObject({ lines: [{ subject: 'run 1' }], next: null });
  });

  it('is empty in an empty book', async () => {
    const { records } = await openBook();
    expect(records.journal({ search: 'x' }, null, 10)).toEqual({ lines: [], next: null, document: null });
  });

  it('agrees with a naive reader on every query', async () => {
    const book = await openBook();
    const words = ['Página', 'nota_100%', 'x!y', 'C:\\dados', 'OUTRO', 'ação', '"aspas"'];
    const actions = ['run.started', 'delivery.failed', 'share.changed', 'alert.raised'] as const;
    const start = book.time.now;
    for (let n = 0; n < 120; n += 1) {
      book.time.now = start + n * 60_000;
      const [word = '', action = actions[0]] = [words[(n * 7) % words.length], actions[(n * 5) % actions.length]];
      book.ledger.journal.write(action, n % 3 === 0 ? word : `assunto ${String(n)}`, { note: n % 4 === 0 ? word : n });
    }
    const entries = book.ledger.journal.last(1_000);
    const at = (n: number): string => new Date(start + n * 60_000).toISOString();
    const text = fc.constantFrom(
      undefined,
      '',
      'nota_100%',
      'x!y',
      '%',
      '_',
      'C:\\dados',
      'outro',
      'AÇÃO',
      'ssunto 1',
      '"aspas"',
      'run.',
      'FALHOU',
      'execucao iniciada',
      'nada disso',
    );
    const query = fc.record({
      search: text,
      topics: fc.option(fc.subarray(['run', 'delivery', 'share', 'alert', 'none']), { nil: undefined }),
      from: fc.option(fc.integer({ min: -2, max: 125 }).map(at), { nil: undefined }),
      to: fc.option(fc.integer({ min: -2, max: 125 }).map(at), { nil: undefined }),
    });
    fc.assert(
      fc.property(query, fc.integer({ min: 1, max: 50 }), (wanted, limit) => {
        const { search = '', topics = [], from, to } = wanted;
        const folded = search.toLowerCase();
        const oracle = entries.filter(
          (entry) =>
            ([entry.subject, entry.action, (entry.detail as { note: unknown }).note]
              .join('\n')
              .toLowerCase()
              .includes(folded) ||
              foldText(journalText(entry)).includes(foldText(search))) &&
            (topics.length === 0 || topics.includes(entry.action.split('.')[0] ?? '')) &&
            (from === undefined || entry.at >= from) &&
            (to === undefined || entry.at <= to),
        );
        // a lone % or _ also stands in the JSON around the note
        const found = idsOf(book, wanted, limit);
        expect(found).toEqual(oracle.map(({ id }) => id).reverse());
      }),
    );
  });

  it('looks at a bounded part of a long book at once, and still finds everything', async () => {
    const book = await openBook();
    book.ledger.journal.write('run.started', 'agulha', {});
    databaseOf(book.ledger).run(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 110000)
       INSERT INTO journal (at, actor, action, subject, detail) SELECT '2025-09-06T00:00:00.000Z', 'engine', 'x.y', 'palha', '{}' FROM n`,
    );
    const first = book.records.journal({ search: 'agulha' }, null, 10);
    expect(first.lines).toEqual([]);
    expect(first.next).not.toBeNull();
    expect(idsOf(book, { search: 'agulha' }, 10)).toEqual([1]);
    expect(book.records.journal({ to: '2025-09-05T23:00:00.000Z' }, null, 10)).toMatchObject({
      lines: [{ id: 1 }],
      next: null,
    });
  });

  it('finds what happened to a key, though its entries hold row numbers only', async () => {
    const book = await openBook();
    const company = addCompany(book, '12345678000195', '0001_ALFA');
    const papers = [1, 2, 3].map((n) =>
      addPaper(book, { identity: keyOf(n), companies: [company], delivery: 'delivered', cancelled: n === 2 }),
    );
    const { journal } = book.ledger;
    journal.write('intake.accepted', 'page', { documents: [papers[0]!.id, papers[1]!.id], events: [] });
    journal.write('intake.accepted', 'page', { documents: [papers[2]!.id], events: [] });
    journal.write('intake.accepted', 'events', { documents: [], events: [1] });
    journal.write('delivery.verified', 'outbox', { deliveries: [papers[1]!.delivery] });
    journal.write('delivery.verified', 'outbox', { deliveries: [papers[0]!.delivery, papers[2]!.delivery] });
    journal.write('delivery.conflict', `${keyOf(2)}.xml`, {});
    const key = keyOf(2);
    expect(idsOf(book, { search: key }, 10)).toEqual([6, 4, 3, 1]);
    expect(idsOf(book, { search: key.replace(/(.{4})/g, '$1 ') }, 10)).toEqual([6, 4, 3, 1]);
    expect(idsOf(book, { search: key, topics: ['delivery'] }, 1)).toEqual([6, 4]);
  });

  it('finds a company by CNPJ in any spelling, by folder and by name', async () => {
    const book = await openBook();
    const alfa = addCompany(book, '12345678000195', '0001_ALFA');
    const beta = addCompany(book, '98765432000198', '0002_BETA');
    const [one, two] = [alfa, beta].map((id, n) =>
      addPaper(book, { identity: keyOf(n), companies: [id], delivery: 'delivered' }),
    );
    const { journal } = book.ledger;
    journal.write('intake.accepted', 'page', { documents: [one!.id] });
    journal.write('intake.accepted', 'page', { documents: [two!.id] });
    journal.write('delivery.verified', 'outbox', { deliveries: [one!.delivery] });
    journal.write('report.failed', 'NFe 0001_ALFA', {});
    for (const search of ['12345678000195', '12.345.678/0001-95', '0001_alfa', 'nome de 0001_ALFA'])
      expect(idsOf(book, { search }, 10)).toEqual([4, 3, 1]);
  });

  it('is written whole as a CSV, with cells that no spreadsheet computes', async () => {
    const book = await openBook();
    for (let n = 0; n < 1_200; n += 1) book.ledger.journal.write('alert.raised', `=1+${String(n)}`, {});
    const { name, shown, bytes } = await book.records.exportJournal({}, 'csv');
    expect(name).toMatch(/^Diario_\d{8}-\d{6}\.csv$/);
    const text = await readFile(shown, 'utf8');
    expect(Buffer.byteLength(text)).toBe(bytes);
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(1_202);
    expect(lines[0]).toBe('\uFEFFNº;Quando;Quem;Ação;Assunto;O que houve;Evidência');
    expect(lines[1]).toContain("engine;alert.raised;'=1+1199;");
    const second = await book.records.exportJournal({}, 'xlsx');
    expect(second.bytes).toBeGreaterThan(10_000);
  });
});
