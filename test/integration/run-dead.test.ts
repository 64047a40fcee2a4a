import { describe, expect, it } from 'vitest';
import { SIEG_KINDS } from '../../src/engine/domain';
import type { RunSummary } from '../../src/shared/views';
import { createOffice, type DeadModes, type Office, type SimDocument } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { shortcomingsOf, truthOfScope } from '../support/scope-truth';

const MONTH = '2026-03';
const DAY = `${MONTH}-14`;
const GENERATIONS = ['legacy', 'v1'] as const;
const FILES_A_PAGE = 50;
/** What a run may ask beyond the pages at least, the reports and the single fetches. */
const OVERHEAD = 30;

const office = createOffice({ seed: 91, month: MONTH, companies: 6, documentsPerCompany: 40 });
/** An account of which one company is a small part: it is asked for by company. */
const wide = createOffice({ seed: 92, month: MONTH, companies: 16, documentsPerCompany: 45 });

/** An office of which only the first days of the month are there, each as full as it is. */
function firstDaysOf(of: Office, days: number): Office {
  const isThere = ({ month, issueDay }: SimDocument): boolean => month !== MONTH || Number(issueDay.slice(8)) <= days;
  return {
    ...of,
    documents: of.documents.filter(isThere),
    events: of.events.filter(({ document }) => isThere(document)),
  };
}

/** Documents of the month by kind and day. */
function perDay(of: Office): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { kind, issueDay } of of.documents.filter(({ month }) => month === MONTH)) {
    found.set(`${kind} ${issueDay}`, (found.get(`${kind} ${issueDay}`) ?? 0) + 1);
  }
  return found;
}

interface Outcome {
  readonly fixture: OfficeFixture;
  readonly summary: RunSummary;
  /** Requests by what they asked. */
  readonly asked: Readonly<Record<string, number>>;
}

async function runAgainst(
  dead: DeadModes,
  generation: (typeof GENERATIONS)[number],
  { of = office, only }: { readonly of?: Office; readonly only?: readonly string[] } = {},
): Promise<Outcome> {
  const fixture = await openOfficeFixture({ office: of, generation, simulator: { dead } });
  const engine = await fixture.openEngine();
  const summary = await engine.run({ month: MONTH, ...(only === undefined ? {} : { only }) });
  return { fixture, summary, asked: summary.requests.byKind };
}

/** Pages that the month takes at least: a walk a kind. */
function fewestPages(of: Office): number {
  return SIEG_KINDS.reduce((sum, kind) => {
    const documents = of.documents.filter((one) => one.kind === kind && one.month === MONTH).length;
    const events = of.events.filter((one) => one.document.kind === kind && one.document.month === MONTH).length;
    return sum + Math.ceil((documents + events + 1) / FILES_A_PAGE);
  }, 0);
}

function overhead({ asked }: Outcome, of: Office): number {
  const total = Object.values(asked).reduce((sum, count) => sum + count, 0);
  return total - fewestPages(of) - (asked['report'] ?? 0) - (asked['document'] ?? 0);
}

function notHeld({ fixture }: Outcome, of: Office, companies?: readonly string[]): readonly string[] {
  return shortcomingsOf(fixture.workspace, of, {
    month: MONTH,
    ...(companies === undefined ? {} : { only: companies }),
  }).notHeld;
}

function kindOf(of: Office, identity: string): string {
  return of.documents.find((document) => document.identity === identity)?.kind ?? '?';
}

describe('pages that never bring something, where reports name keys', () => {
  it('of one kind: everything is fetched, by reports and single fetches, with hardly a request more', async () => {
    const outcome = await runAgainst({ kinds: ['CTe'] }, 'legacy');
    expect(notHeld(outcome, office)).toEqual([]);
    expect(outcome.summary).toMatchObject({ run: { status: 'complete' }, documents: { missing: 0 } });
    expect(outcome.asked['document']).toBe(
      office.documents.filter((one) => one.kind === 'CTe' && one.month === MONTH).length,
    );
    expect(overhead(outcome, office)).toBeLessThanOrEqual(OVERHEAD);
  }, 120_000);

  it('of one day: everything is fetched', async () => {
    const outcome = await runAgainst({ days: [DAY] }, 'legacy');
    const expected = notHeld(outcome, office).filter((identity) => kindOf(office, identity) !== 'CFe');
    expect(expected).toEqual([]);
    expect(overhead(outcome, office)).toBeLessThanOrEqual(OVERHEAD);
  }, 120_000);

  it('of any kind: everything is fetched that reports can name, and the rest is counted as a shortfall', async () => {
    const outcome = await runAgainst({ pages: 'empty' }, 'legacy');
    const cfe = office.documents.filter((one) => one.kind === 'CFe' && one.month === MONTH).length;
    const left = notHeld(outcome, office);
    expect(left.filter((identity) => kindOf(office, identity) !== 'CFe')).toEqual([]);
    expect(left).toHaveLength(cfe);
    expect(outcome.summary.run.status).toBe(cfe === 0 ? 'complete' : 'gaps');
    expect(outcome.summary.gaps.shortfalls.map(({ kind }) => kind)).toEqual(cfe === 0 ? [] : ['CFe']);
    expect(overhead(outcome, office)).toBeLessThanOrEqual(OVERHEAD);
  }, 120_000);

  it('stops asking for reports when the keys that are named explain what is missing', async () => {
    const outcome = await runAgainst({ days: [DAY] }, 'legacy', { of: wide });
    const kinds = new Set(wide.documents.filter((one) => one.issueDay === DAY).map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThan(1);
    const reported = queryLedger<{ n: number }>(
      outcome.fixture.workspace.ledger,
      "SELECT count(*) AS n FROM report_answers WHERE kind IN ('NFCe', 'NFSe')",
    );
    // at the closing NF-e and CT-e are asked of all that hold some; of the others only until nothing is short any more
    expect(reported[0]?.n).toBeLessThan(2 * wide.companies.length);
    expect(notHeld(outcome, wide).filter((identity) => kindOf(wide, identity) !== 'CFe')).toEqual([]);
  }, 180_000);
});

describe('pages that never bring something, where nobody names keys', () => {
  const DEATHS: readonly (readonly [string, DeadModes])[] = [
    ['a kind', { kinds: ['CTe'] }],
    ['a day', { days: [DAY] }],
    ['all', { pages: 'empty' }],
  ];

  it.each(DEATHS)(
    '%s: ends soon, brings the rest, and says how many are missing',
    async (_what, dead) => {
      const outcome = await runAgainst(dead, 'v1');
      const { summary, asked } = outcome;
      const lost = truthOfScope(office, { month: MONTH }).filter(
        ({ kind, issueDay }) =>
          dead.pages !== undefined || dead.kinds?.includes(kind) === true || dead.days?.includes(issueDay) === true,
      );
      expect(notHeld(outcome, office)).toEqual(lost.map(({ identity }) => identity));
      expect(summary.run.status).toBe('gaps');
      expect(summary.documents.missing).toBe(lost.length);
      expect(asked['document'] ?? 0).toBe(0);
      expect(overhead(outcome, office)).toBeLessThanOrEqual(OVERHEAD);
    },
    120_000,
  );

  it('that fail instead are questions left open, answered by the run that gets through', async () => {
    const { fixture, summary } = await runAgainst({ pages: 'fail' }, 'v1');
    expect(summary.run.status).toBe('gaps');
    expect(summary.gaps.unanswered.length).toBeGreaterThan(0);
    expect(summary.gaps.unanswered.every(({ question }) => question.startsWith('Páginas de'))).toBe(true);
    expect(queryLedger(fixture.workspace.ledger, 'SELECT id FROM questions WHERE answered_at IS NULL').length).toBe(
      summary.gaps.unanswered.length,
    );
  }, 240_000);
});

describe.each(GENERATIONS)('one company of many over %s', (generation) => {
  const company = wide.companies[4]?.taxId ?? '';

  it.each(['CnpjEmit', 'CnpjDest'] as const)(
    'is brought whole although pages with %s are always empty',
    async (role) => {
      const outcome = await runAgainst({ roles: [role] }, generation, { of: wide, only: [company] });
      expect(notHeld(outcome, wide, [company]).filter((identity) => kindOf(wide, identity) !== 'CFe')).toEqual([]);
    },
    180_000,
  );
});

describe.each(GENERATIONS)('a kind whose count comes without a number over %s', (generation) => {
  it('is walked all the same, and its count is a question left open', async () => {
    const outcome = await runAgainst({ counts: 'fail', countKinds: ['NFe'] }, generation);
    expect(notHeld(outcome, office)).toEqual([]);
    expect(outcome.summary.run.status).toBe('gaps');
    expect(outcome.summary.gaps.unanswered).toMatchObject([{ code: 'SIEG_UNREADABLE' }]);
  }, 120_000);
});

describe.each(GENERATIONS)('an account that counts zero over %s', (generation) => {
  it('is looked into with a page a kind when its month is closed', async () => {
    const outcome = await runAgainst({ counts: 'zero' }, generation);
    expect(notHeld(outcome, office)).toEqual([]);
    const contradicted = queryLedger(
      outcome.fixture.workspace.ledger,
      "SELECT subject FROM journal WHERE action = 'count.contradicted'",
    );
    expect(contradicted.length).toBeGreaterThan(0);
  }, 120_000);
});

describe.each(GENERATIONS)('pages that ignore Skip over %s', (generation) => {
  const journal = ({ fixture }: Outcome): string[] =>
    queryLedger<{ action: string }>(fixture.workspace.ledger, 'SELECT action FROM journal').map(({ action }) => action);

  it('end after a few repetitions, and the run goes on by shorter periods, reports and keys', async () => {
    const outcome = await runAgainst({ skip: true }, generation);
    expect(office.documents.filter(({ kind, month }) => kind === 'NFe' && month === MONTH).length).toBeGreaterThan(
      2 * FILES_A_PAGE,
    );
    expect(Math.max(...perDay(office).values())).toBeLessThan(FILES_A_PAGE);
    expect(notHeld(outcome, office)).toEqual([]);
    expect(outcome.summary).toMatchObject({ run: { status: 'complete' }, documents: { missing: 0 } });
    expect(journal(outcome)).toContain('page.repeated');
    expect(outcome.asked['document'] ?? 0).toBe(0);
    // in periods that fit into a page, and the repetitions once a kind
    expect(outcome.asked['page'] ?? 0).toBeLessThanOrEqual(3 * fewestPages(office) + 4 * SIEG_KINDS.length);
  }, 120_000);

  it('leave a question open where nothing is counted that could tell what they left out', async () => {
    const outcome = await runAgainst({ skip: true, counts: 'fail', countKinds: ['NFe'] }, generation);
    expect(outcome.summary.run.status).toBe('gaps');
    const reasons = outcome.summary.gaps.unanswered.map(({ code }) => code);
    expect(reasons).toContain('SIEG_UNREADABLE');
    // every day of the month fits into a page, so that its days are walked one by one and nothing is missing
    expect(notHeld(outcome, office)).toEqual([]);
  }, 120_000);

  it('on a single day that is longer than a page too: the run ends, and says what it does not know', async () => {
    const whole = createOffice({
      seed: 95,
      month: MONTH,
      companies: 2,
      documentsPerCompany: 20,
      giant: { documents: 2_400, kind: 'CTe' },
    });
    const one = firstDaysOf(whole, 8);
    expect([...perDay(one)].filter(([, documents]) => documents > FILES_A_PAGE)).toHaveLength(8);
    const outcome = await runAgainst({ skip: true, counts: 'fail', countKinds: ['CTe'] }, generation, { of: one });
    expect(outcome.summary.run.status).toBe('gaps');
    expect(outcome.summary.gaps.unanswered).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'SIEG_PAGES_REPEAT', question: expect.stringContaining('CTe') as string }),
      ]),
    );
  }, 240_000);
});

describe('pages that end at an offset', () => {
  const large = createOffice({
    seed: 93,
    month: MONTH,
    companies: 10,
    documentsPerCompany: 20,
    giant: { documents: 1_500, kind: 'NFe' as const },
  });

  it.each(GENERATIONS)(
    'are met once: windows are cut so that no other walk gets there (%s)',
    async (generation) => {
      const outcome = await runAgainst({ pagesFrom: 500 }, generation, { of: large });
      expect(notHeld(outcome, large)).toEqual([]);
      expect(outcome.asked['document'] ?? 0).toBe(0);
      expect(outcome.asked['page'] ?? 0).toBeLessThanOrEqual(1.4 * fewestPages(large));
    },
    240_000,
  );

  it('before a day is over: what lies behind it is asked for by company and role', async () => {
    const many = createOffice({ seed: 94, month: MONTH, companies: 12, documentsPerCompany: 200 });
    const outcome = await runAgainst({ pagesFrom: FILES_A_PAGE }, 'v1', { of: many });
    expect(Math.max(...perDay(many).values())).toBeGreaterThan(FILES_A_PAGE);
    const clients = new Set(many.companies.map(({ taxId }) => taxId));
    // SIEG has no filter for a carrier: what concerns a client as such, and nobody's role else, cannot be asked for
    const reachable = new Set(
      many.documents
        .filter(({ parties }) => parties.some(({ role, taxId }) => role !== 'carrier' && clients.has(taxId)))
        .map(({ identity }) => identity),
    );
    expect(notHeld(outcome, many, [...clients]).filter((identity) => reachable.has(identity))).toEqual([]);
  }, 240_000);
});

describe('a report that leaves out half of what there is, of a kind whose pages are dead', () => {
  it('does not prove a company complete: its own counts speak against it', async () => {
    const small = createOffice({ seed: 93, month: MONTH, companies: 2, documentsPerCompany: 24 });
    for (const { taxId } of small.companies) {
      const outcome = await runAgainst({ kinds: ['NFe'], reports: 'half' }, 'legacy', { of: small, only: [taxId] });
      expect(notHeld(outcome, small, [taxId]).length).toBeGreaterThan(0);
      expect(outcome.summary.run.status).toBe('gaps');
    }
  });
});
