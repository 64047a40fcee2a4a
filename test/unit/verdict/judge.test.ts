import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompanyVerdict, MonthVerdict } from '../../../src/shared/ipc/verdict';
import { SIEG_KINDS, type DocumentKind, type SiegKind } from '../../../src/engine/domain';
import { judgeCompany, judgeMonth } from '../../../src/engine/verdict';
import type { AccountKind, CompanyFacts, CompanyKind, MonthFacts } from '../../../src/engine/verdict';

function account(kind: SiegKind, changes: Partial<AccountKind> = {}): AccountKind {
  const held = changes.held ?? 0;
  return {
    kind,
    counted: held,
    held,
    fromSieg: held,
    before: Math.min(held, changes.counted ?? held),
    handedOutBroken: 0,
    named: 0,
    unclaimed: 0,
    cancellationsAsked: kind === 'CFe' ? null : true,
    greatest: changes.counted ?? held,
    ...changes,
  };
}

function kindOf(kind: DocumentKind, changes: Partial<CompanyKind> = {}): CompanyKind {
  const documents = changes.documents ?? 0;
  return {
    kind,
    documents,
    unread: 0,
    delivered: documents,
    handedOver: documents,
    conflicts: 0,
    missing: 0,
    handedOutAs: [],
    roles: null,
    report: null,
    contradicted: 0,
    ...changes,
  };
}

function company(kinds: readonly CompanyKind[], changes: Partial<CompanyFacts> = {}): CompanyFacts {
  return {
    companyId: 1,
    taxId: '11222333000181',
    folder: '0001_ALFA',
    kinds,
    cancellationsWaiting: 0,
    damaged: 0,
    alteredAtTarget: 0,
    movedFrom: null,
    unanswered: [],
    monthBefore: null,
    ...changes,
  };
}

function month(kinds: readonly AccountKind[], changes: Partial<MonthFacts> = {}): MonthFacts {
  const of = (kind: SiegKind): AccountKind => kinds.find((one) => one.kind === kind) ?? account(kind);
  return {
    account: SIEG_KINDS.map(of),
    companies: [],
    unanswered: [],
    undelivered: 0,
    reportsWanted: [],
    spooled: { pages: 0, files: 0 },
    damaged: 0,
    alteredAtTarget: 0,
    closing: false,
    askedAt: '2026-04-01T12:00:00.000Z',
    ...changes,
  };
}

const codes = ({ reasons }: CompanyVerdict | MonthVerdict): string[] => reasons.map(({ code }) => code);

it('the reports agree in the run that closes the month too, and not in a month that has yet to be closed', () => {
  const complete = [{ state: 'complete', reasons: [], monthBefore: null }] as const;
  const counted = [account('NFe', { held: 7 })];
  const closing = judgeMonth(month(counted, { reportsWanted: ['NFe', 'CTe'] }), complete, true);
  expect([closing.state, closing.closing]).toEqual(['complete', true]);
  expect(judgeMonth(month(counted), complete, true)).toMatchObject({ state: 'complete', closing: false });
});

describe('a company’s month', () => {
  const full = month([account('NFe', { held: 7 })]);

  it('is complete when the account’s count is reached and everything was handed over', () => {
    expect(judgeCompany(company([kindOf('NFe', { documents: 7 })]), full)).toEqual({
      state: 'complete',
      reasons: [],
      monthBefore: null,
    });
  });

  it('is open for one that has only bills, while what SIEG was not asked of NFe may concern them', () => {
    const bills = company([kindOf('NF3e', { documents: 7, handedOutAs: ['NFe'] })]);
    const unasked = month([account('NFe', { held: 7, cancellationsAsked: false })]);
    expect(judgeCompany(bills, unasked)).toMatchObject({
      state: 'open',
      reasons: [{ code: 'cancellations-not-asked', kind: 'NFe' }],
    });
    const unanswered = month([account('NFe', { held: 7 })], {
      unanswered: [{ question: 'Cancelamentos de NFe', kind: 'NFe', ofCancellations: true }],
    });
    expect(codes(judgeCompany(bills, unanswered))).toEqual(['unanswered']);
  });

  it('is open, kind by kind, while SIEG was never asked', () => {
    const never = month(SIEG_KINDS.map((kind) => account(kind, { counted: null })));
    const verdict = judgeCompany(company([kindOf('NFe', { documents: 7 })]), never);
    expect(verdict.state).toBe('open');
    expect(verdict.reasons.map(({ code, kind }) => [code, kind])).toEqual(
      SIEG_KINDS.map((kind) => ['not-counted', kind]),
    );
  });

  it('is never complete on a count that its own sweep never asked for: what the account lacks may be its own', () => {
    // one day of 7 documents is counted and comes on no page
    const short = month([account('NFe', { counted: 234, held: 227 })]);
    const verdict = judgeCompany(company([kindOf('NFe', { documents: 20 })]), short);
    expect(verdict).toMatchObject({ state: 'open', reasons: [{ code: 'nameless', kind: 'NFe', count: 7 }] });
  });

  it.each([
    ['its report was read and every key of it is held', { report: { rows: 20, unnamed: 0 } }],
    [
      'its four roles were counted and are reached',
      { roles: [1, 2, 3, 4].map((n) => ({ counted: n, greatest: n, held: n })) },
    ],
  ])('is complete on a short account when %s', (_, changes) => {
    const short = month([account('NFe', { counted: 234, held: 227 })]);
    expect(judgeCompany(company([kindOf('NFe', { documents: 20, ...changes })]), short).state).toBe('complete');
  });

  it.each([
    ['lists nothing', kindOf('NFe', { report: { rows: 0, unnamed: 0 } })],
    ['has rows without a key', kindOf('NFe', { documents: 20, report: { rows: 20, unnamed: 1 } })],
    ['was read before such rows were noted', kindOf('NFe', { documents: 20, report: { rows: 20, unnamed: null } })],
    ['is of notes that need not have a key', kindOf('NFSe', { documents: 20, report: { rows: 20, unnamed: 0 } })],
  ])('is open on a short account when its report %s', (_, own) => {
    const short = month([account(own.kind as SiegKind, { counted: 234, held: 227 })]);
    expect(judgeCompany(company([own]), short)).toMatchObject({
      state: 'open',
      reasons: [{ code: 'nameless', count: 7 }],
    });
  });

  it('takes no witness that contradicts itself', () => {
    const low = month([account('NFe', { counted: 5, held: 9, before: 9 })]);
    expect(codes(judgeCompany(company([kindOf('NFe', { documents: 9 })]), low))).toEqual(['count-too-low']);
    const contradicted = kindOf('NFe', { documents: 9, report: { rows: 7, unnamed: 0 }, contradicted: 2 });
    expect(codes(judgeCompany(company([contradicted]), low))).toEqual(['count-too-low']);
    const mixed = month([account('NFe', { counted: 8, held: 9, fromSieg: 5, before: 5 })]);
    expect(codes(judgeCompany(company([kindOf('NFe', { documents: 9 })]), mixed))).toEqual(['count-mixed']);
  });

  it('may be in a file that SIEG handed out broken, or in a key that a report named for another company', () => {
    const broken = month([account('NFe', { counted: 8, held: 7, handedOutBroken: 1, named: 1 })]);
    const beside = company([kindOf('NFe', { documents: 7 })]);
    expect(codes(judgeCompany(beside, broken))).toEqual(['handed-out-broken']);
    const reported = company([kindOf('NFe', { documents: 7, report: { rows: 7, unnamed: 0 } })]);
    expect(judgeCompany(reported, broken).state).toBe('complete');
    const more = month([account('NFe', { counted: 9, held: 7, handedOutBroken: 1, named: 1 })]);
    expect(judgeCompany(beside, more).reasons).toMatchObject([{ code: 'nameless', count: 2 }]);
    const named = month([account('NFe', { counted: 8, held: 7, named: 1 })]);
    expect(codes(judgeCompany(beside, named))).toEqual(['nameless']);
  });

  it('is not proven by a count that once was greater, of the account or of a role', () => {
    const shrunk = month([account('NFe', { counted: 7, held: 7, greatest: 9 })]);
    const one = company([kindOf('NFe', { documents: 7 })]);
    expect(judgeCompany(one, shrunk).reasons).toMatchObject([{ code: 'count-shrank', kind: 'NFe', count: 2 }]);
    const outgrown = month([account('NFe', { counted: 9, held: 9, greatest: 9 })]);
    expect(judgeCompany(company([kindOf('NFe', { documents: 9 })]), outgrown).state).toBe('complete');
    const short = month([account('NFe', { counted: 9, held: 7 })]);
    const roles = [{ counted: 7, greatest: 8, held: 7 }];
    expect(codes(judgeCompany(company([kindOf('NFe', { documents: 7, roles })]), short))).toEqual(['nameless']);
  });

  it('is open while pages of a kind went unanswered, also where none of it is held, unless a witness of its own speaks', () => {
    const facts = month([account('NFe', { held: 7 })], {
      unanswered: [{ question: 'Páginas de CTe', kind: 'CTe', ofCancellations: false }],
    });
    expect(codes(judgeCompany(company([kindOf('NFe', { documents: 7 })]), facts))).toEqual(['unanswered']);
    expect(codes(judgeCompany(company([]), facts))).toEqual(['unanswered']);
    const proven = company([kindOf('CTe', { documents: 2, report: { rows: 2, unnamed: 0 } })]);
    expect(judgeCompany(proven, facts).state).toBe('complete');
    const counted = (n: number): CompanyFacts =>
      company([
        kindOf('CTe', {
          documents: n,
          roles: [1, 0, 0, 0].map((one) => ({ counted: one * n, greatest: one * n, held: one * n })),
        }),
      ]);
    expect(judgeCompany(counted(2), facts).state).toBe('complete');
    expect(codes(judgeCompany(counted(0), facts))).toEqual(['unanswered']);
  });

  it('has a gap for everything that is known to be missing or not in order', () => {
    const kinds = [
      kindOf('NFe', { documents: 7, missing: 1, conflicts: 1, handedOver: 4 }),
      kindOf('CTe', { roles: [{ counted: 3, greatest: 3, held: 1 }] }),
      kindOf('NFSe', { documents: 2, unread: 2 }),
    ];
    const verdict = judgeCompany(company(kinds, { cancellationsWaiting: 1, damaged: 3, alteredAtTarget: 2 }), full);
    expect(verdict.state).toBe('gaps');
    expect(verdict.reasons.map(({ code, count }) => [code, count])).toEqual([
      ['missing', 1],
      ['short', 2],
      ['unread', 2],
      ['conflict', 1],
      ['undelivered', 2],
      ['cancellation-undelivered', 1],
      ['damaged', 3],
      ['altered-at-target', 2],
    ]);
  });

  it('without documents is never complete: asked and none, with the month before beside it', () => {
    const none = company([kindOf('NFe')], { monthBefore: 0 });
    expect(judgeCompany(none, full)).toMatchObject({ state: 'none-announced', monthBefore: 0 });
    expect(judgeCompany({ ...none, monthBefore: 40 }, full)).toMatchObject({ state: 'none-unexplained' });
    expect(judgeCompany({ ...none, monthBefore: null }, full)).toMatchObject({ state: 'none-announced' });
  });

  it('wants the cancellations of what it holds, the reports of a closing month, and every answer', () => {
    const facts = month([account('NFe', { held: 7, cancellationsAsked: false })], {
      reportsWanted: ['NFe', 'CTe'],
      unanswered: [{ question: 'Cancelamentos de NFe', kind: 'NFe', ofCancellations: true }],
    });
    const one = company([kindOf('NFe', { documents: 7, report: { rows: 7, unnamed: 0 } })], {
      unanswered: ['Relatório de CTe'],
    });
    expect(codes(judgeCompany(one, facts))).toEqual([
      'cancellations-not-asked',
      'report-not-asked',
      'unanswered',
      'unanswered',
    ]);
    expect(codes(judgeCompany(company([]), facts))).toEqual(['report-not-asked', 'report-not-asked']);
  });
});

describe('the month', () => {
  const facts = month([account('NFe', { held: 7 })]);
  const verdicts = (...states: CompanyVerdict['state'][]): CompanyVerdict[] =>
    states.map((state) => ({ state, reasons: [], monthBefore: null }));

  it.each([
    [['complete', 'none-announced', 'none-unexplained'], 'complete'],
    [['complete', 'open'], 'open'],
    [['open', 'gaps'], 'gaps'],
    [['none-announced'], 'none-announced'],
    [['none-announced', 'none-unexplained'], 'none-unexplained'],
  ] as const)('with companies %j is %s', (states, wanted) => {
    expect(judgeMonth(facts, verdicts(...states), false).state).toBe(wanted);
  });

  it('is open while pages of it wait to be filed, also for some of the companies', () => {
    for (const limited of [true, false]) {
      const verdict = judgeMonth({ ...facts, spooled: { pages: 3, files: 120 } }, verdicts('complete'), limited);
      expect(verdict).toMatchObject({ state: 'open', reasons: [{ code: 'spooled', count: 120, subject: '3' }] });
    }
  });

  it('is not complete while a copy of nobody on the list is damaged or altered', () => {
    for (const [code, changes] of [
      ['damaged', { damaged: 2 }],
      ['altered-at-target', { alteredAtTarget: 2 }],
    ] as const) {
      const verdict = judgeMonth({ ...facts, ...changes }, verdicts('complete'), false);
      expect(verdict).toMatchObject({ state: 'gaps', reasons: [{ code, count: 2 }] });
    }
  });

  it('is no better than the account', () => {
    const short = month([account('NFe', { counted: 9, held: 7, named: 1 })]);
    expect(judgeMonth(short, verdicts('complete'), false)).toMatchObject({
      state: 'gaps',
      reasons: [{ code: 'short', kind: 'NFe', count: 1 }],
    });
    expect(judgeMonth(short, verdicts('complete'), true).state).toBe('complete');
    const unclaimed = month([account('NFe', { held: 7, named: 1, unclaimed: 1 })]);
    expect(judgeMonth(unclaimed, verdicts('complete'), false)).toMatchObject({
      state: 'gaps',
      reasons: [{ code: 'missing', kind: 'NFe', count: 1 }],
    });
    expect(judgeMonth(facts, [], false)).toMatchObject({ state: 'open', reasons: [{ code: 'no-companies' }] });
  });
});

describe('for any facts', () => {
  const some = fc.nat({ max: 3 });
  const anyKind = fc.record({
    documents: some,
    unread: fc.constant(0),
    handedOver: some,
    missing: some,
    conflicts: fc.constant(0),
    report: fc.option(fc.record({ rows: some, unnamed: fc.option(some) })),
    contradicted: some,
    roles: fc.option(
      fc.array(fc.record({ counted: some, greatest: some, held: some }), { minLength: 4, maxLength: 4 }),
    ),
  });
  const anyAccount = fc.record({
    counted: fc.option(some),
    greatest: some,
    held: some,
    before: some,
    fromSieg: some,
    named: some,
    handedOutBroken: some,
  });

  it('complete rests on a witness for every kind, and on a delivery for every document', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyKind, anyKind, anyKind, anyKind, anyKind),
        fc.tuple(anyAccount, anyAccount, anyAccount, anyAccount, anyAccount),
        (kinds, accounts) => {
          const own = SIEG_KINDS.map((kind, index) => kindOf(kind, kinds[index]));
          const all = SIEG_KINDS.map((kind, index) => account(kind, accounts[index]));
          if (judgeCompany(company(own), month(all)).state !== 'complete') return;
          for (const [index, { documents, handedOver, missing, report, roles }] of own.entries()) {
            expect([handedOver >= documents, missing]).toEqual([true, 0]);
            const { counted, greatest, held, before } = all[index]!;
            const byAccount = counted !== null && Math.max(counted, greatest) <= held && before <= counted;
            const byReport = report !== null && report.rows > 0 && report.unnamed === 0;
            expect(
              byAccount || byReport || roles?.every((role) => role.held >= Math.max(role.counted, role.greatest)),
            ).toBe(true);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
