import { describe, expect, it } from 'vitest';
import { HeldLock } from '../../../src/engine/ledger';
import { monthEvidence } from '../../../src/engine/jobs/run';
import {
  companyMonthSchema,
  documentPageSchema,
  type DocumentPage,
  type DocumentQuery,
} from '../../../src/shared/ipc/history';
import { seededRandom } from '../../support/seeded-random';
import {
  addAudit,
  addCompany,
  addPaper,
  AFTER_AUDIT,
  keyOf,
  MONTH,
  openBook,
  promise,
  type Book,
  type Paper,
} from './book';

const ALFA = '12345678000195';

interface Known extends Paper {
  readonly ghost: boolean;
}

/** A company's month of every sort of document, and what was put into it. */
function fill(book: Book): { company: number; papers: Known[]; missing: string[] } {
  const random = seededRandom(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const company = addCompany(book, ALFA, '0001_ALFA');
  const other = addCompany(book, '98765432000198', '0002_BETA');
  const papers: Known[] = [];
  for (let n = 0; n < 150; n += 1) {
    const paper: Known = {
      identity: keyOf(n),
      companies: pick([[company], [company, other], [other], []]),
      kind: pick(['NFe', 'CTe']),
      month: pick([MONTH, MONTH, MONTH, '2025-07']),
      cents: n * 100,
      before: random() < 0.3,
      cancelled: random() < 0.2,
      ghost: random() < 0.2,
      promisedTo: random() < 0.5 ? [company] : [],
      ...(random() < 0.2 ? { archivedAt: AFTER_AUDIT } : {}),
      ...(random() < 0.7 ? { delivery: pick(['delivered', 'pending', 'conflict', 'older content'] as const) } : {}),
    };
    papers.push(paper);
    addPaper(book, paper);
  }
  const missing = Array.from({ length: 12 }, (_, n) => keyOf(1_000 + n));
  for (const key of missing) promise(book, key, company);
  const ghosts = papers.filter(({ ghost, archivedAt }) => ghost && archivedAt === undefined);
  addAudit(book, [
    ...ghosts.flatMap(({ identity, companies }) =>
      companies.map((id) => ({ category: 'ghost', identity, company: id })),
    ),
    // handed over by the old system, known to nobody: no document, so nothing is taken from the disk's word
    { category: 'ghost', identity: keyOf(5_000), company },
    { category: 'orphan', identity: keyOf(1), company },
  ]);
  return { company, papers, missing };
}

const handedOver = ({ delivery, before }: Paper): string => {
  if (delivery === 'delivered') return 'verified';
  if (before === true) return 'before';
  if (delivery === 'pending') return 'waiting';
  return delivery === 'conflict' ? 'conflict' : 'no';
};

describe("one company's month", () => {
  it('has the four witnesses of each kind, as a naive count has them', async () => {
    const book = await openBook();
    const { company, papers, missing } = fill(book);
    const view = await book.records.companyMonth(ALFA, MONTH);
    expect(companyMonthSchema.parse(view)).toEqual(view);
    const held = papers.filter(({ companies, month }) => companies.includes(company) && month === MONTH);
    for (const kind of ['CTe', 'NFe']) {
      const ofKind = held.filter((paper) => paper.kind === kind);
      const many = (test: (paper: Known) => boolean): number => ofKind.filter(test).length;
      const promised = papers.filter(
        ({ promisedTo, month, kind: own }) => promisedTo!.length > 0 && month === MONTH && own === kind,
      );
      expect(view.kinds.find((line) => line.kind === kind)).toEqual({
        kind,
        promised: promised.length + (kind === 'NFe' ? missing.length : 0),
        ledger: ofKind.length,
        disk: many(({ ghost, archivedAt }) => archivedAt === undefined && !ghost),
        handedOver: many((paper) => ['verified', 'before'].includes(handedOver(paper))),
        handedOverBefore: many((paper) => handedOver(paper) === 'before'),
        missing: kind === 'NFe' ? missing.length : 0,
        orphans: many((paper) => handedOver(paper) === 'no'),
        cancelled: many(({ cancelled }) => cancelled === true),
        // live ones alone
        inboundCents: ofKind.reduce((sum, { cents = 0, cancelled }) => sum + (cancelled === true ? 0 : cents), 0),
        outboundCents: 0,
        otherCents: 0,
        unvalued: 0,
      });
    }
    expect(view.months).toEqual([MONTH, '2025-07']);
    // what stands in its way, as the month's own verdict has it
    const classified = monthEvidence(book.ledger, MONTH, null).companies.find(({ taxId }) => taxId === ALFA);
    expect(view.verdict).toMatchObject({ state: 'gaps', reasons: classified?.reasons });
    expect(view.verdict?.reasons).toContainEqual({
      code: 'missing',
      kind: 'NFe',
      count: missing.length,
      subject: null,
    });
    expect(view.audit?.counts).toMatchObject({ orphan: 1, stray: 0 });
  });

  it('says nothing of a disk that no complete audit of this month and company looked at', async () => {
    const book = await openBook();
    const company = addCompany(book, ALFA, '0001_ALFA');
    addPaper(book, { identity: keyOf(1), companies: [company] });
    addAudit(book, [], { months: ['2025-07'], companies: null });
    addAudit(book, [], { months: null, companies: ['98765432000198'] });
    addAudit(book, [], { months: null, companies: null }, 'stopped');
    expect(await book.records.companyMonth(ALFA, MONTH)).toMatchObject({
      audit: null,
      kinds: [{ disk: null, promised: null }],
    });
    const id = addAudit(book, [], { months: [MONTH], companies: [ALFA] });
    expect(await book.records.companyMonth(ALFA, MONTH)).toMatchObject({ audit: { id }, kinds: [{ disk: 1 }] });
  });

  it('refuses a company that nobody knows and a month that there is not', async () => {
    const { records } = await openBook();
    await expect(records.companyMonth('00000000000', MONTH)).rejects.toThrow(/não está na planilha/);
    await expect(records.companyMonth(ALFA, MONTH)).rejects.toThrow(/não está na planilha/);
  });

  it('lists its documents and missing keys in pages, as a naive reader does', async () => {
    const book = await openBook();
    const { company, papers, missing } = fill(book);
    const held = papers.filter(({ companies, month }) => companies.includes(company) && month === MONTH);
    const all = async (query: Partial<DocumentQuery>, limit: number): Promise<string[]> => {
      const keys: string[] = [];
      for (let after: string | null = null; ;) {
        const page: DocumentPage = await book.records.documents(
          { company: ALFA, month: MONTH, ...query },
          after,
          limit,
        );
        expect(documentPageSchema.parse(page)).toEqual(page);
        keys.push(...page.lines.map(({ identity }) => identity));
        if (page.next === null) {
          expect(page.total).toBe(keys.length);
          return keys;
        }
        after = page.next;
      }
    };
    const keys = (list: readonly Paper[]): string[] => list.map(({ identity }) => identity).sort();
    expect(await all({}, 7)).toEqual([...keys(held), ...missing].sort());
    expect(await all({ state: 'missing' }, 5)).toEqual([...missing].sort());
    expect(await all({ state: 'orphan' }, 5)).toEqual(keys(held.filter((paper) => handedOver(paper) === 'no')));
    expect(await all({ state: 'cancelled', kind: 'CTe' }, 5)).toEqual(
      keys(held.filter(({ cancelled, kind }) => cancelled === true && kind === 'CTe')),
    );
    expect(await all({ search: keyOf(3).slice(-6) }, 5)).toEqual(
      keys(held.filter(({ identity }) => identity.includes(keyOf(3).slice(-6)))),
    );
    expect(await all({ search: '%' }, 5)).toEqual([]);
  });

  it('finds a document by its key in any spelling, its number and its value', async () => {
    const book = await openBook();
    const company = addCompany(book, ALFA, '0001_ALFA');
    const [mine, other] = [keyOf(1), keyOf(2)];
    addPaper(book, { identity: mine, companies: [company], cents: 123_456 });
    addPaper(book, { identity: other, companies: [company], cents: 150_000 });
    const found = async (search: string): Promise<string[]> => {
      const { lines } = await book.records.documents({ company: ALFA, month: MONTH, search }, null, 9);
      return lines.map(({ identity }) => identity);
    };
    for (const search of [mine, mine.replace(/(.{4})/g, '$1 '), '1.234,56', 'R$ 1.234,56', '1234,56'])
      expect(await found(search), search).toEqual([mine]);
    for (const search of ['1.500', '1500', '1.500,00']) expect(await found(search), search).toEqual([other]);
    expect(await found(mine.slice(-3))).toContain(mine);
    expect(await found('1.234,57')).toEqual([]);
  });
});

describe('the runs', () => {
  it('are listed newest first with what they asked', async () => {
    const { ledger, records } = await openBook();
    const first = ledger.runs.start(MONTH, {}, [], null);
    ledger.runs.end(first, 'gaps', {});
    const lock = new HeldLock(ledger.lock('run'), () => undefined);
    lock.takeOr('RUN_IN_PROGRESS');
    const second = ledger.runs.start(MONTH, {}, [], null);
    expect(records.runs(10)).toMatchObject([
      { id: second, outcome: null, requests: 0, companies: 0 },
      { id: first, outcome: 'gaps', month: MONTH },
    ]);
    // nobody is at work on it any more
    lock.release();
    expect(records.runs(10).map(({ outcome }) => outcome)).toEqual(['interrupted', 'gaps']);
  });
});
