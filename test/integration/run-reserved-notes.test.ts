import { describe, expect, it, vi } from 'vitest';
import { createOffice, type Office, type SimDocument } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { abrasf1, abrasf2, unknownLayout } from '../support/municipal-notes';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const CITY = '3106200';

/** How SIEG's notes look at the moment, by their place in the office: the simulator's own national layout stands aside. */
const served = vi.hoisted(() => ({ as: (_document: unknown): string => '' }));
vi.mock('../../src/simulator/xml/nfse', () => ({ renderNfse: (document: unknown) => served.as(document) }));

const partyOf = ({ parties }: SimDocument, role: string): string =>
  parties.find((party) => party.role === role)?.taxId ?? '';

function note(document: SimDocument, changes: Parameters<typeof abrasf2>[0] = {}): string {
  const { number, issuedAt } = document;
  const options = {
    number: Number(number),
    issuer: partyOf(document, 'provider'),
    taker: partyOf(document, 'taker'),
    issuedAt,
  };
  const render = Number(number) % 2 === 0 ? abrasf1 : abrasf2;
  return render({ city: CITY, ...options, ...changes });
}

const identityOf = (document: SimDocument): string =>
  `NFSE:${CITY}:${partyOf(document, 'provider')}:${String(Number(document.number))}`;

const base = createOffice({ seed: 7, month: MONTH, companies: 6, documentsPerCompany: 120 });
/** Only service notes, so that every number below speaks of them. */
const office: Office = {
  ...base,
  documents: base.documents.filter(({ kind, month }) => kind === 'NFSe' && month === MONTH),
  events: [],
};
const late = new Set(office.documents.filter((_, index) => index % 10 === 3));
const before: Office = { ...office, documents: office.documents.filter((document) => !late.has(document)) };
/** Old notes that come back: every tenth cancelled inside, every tenth with one byte more. */
const cancelled = new Set(office.documents.filter((_, index) => index % 10 === 5));
const blank = new Set(office.documents.filter((_, index) => index % 10 === 7));

function servedAgain(document: SimDocument): string {
  if (cancelled.has(document)) return note(document, { cancelledAt: '2026-03-31T09:00:00' });
  return note(document, blank.has(document) ? { blank: ' ' } : {});
}

describe.each(['legacy', 'v1'] as const)(
  'municipal notes that come back changed while new ones arrive (%s)',
  (generation) => {
    it('end with every note once, held and delivered once, the cancelled ones cancelled', async () => {
      expect([late.size, cancelled.size].every((size) => size >= 3)).toBe(true);
      served.as = (document) => note(document as SimDocument);
      const fixture = await openOfficeFixture({ office: before, generation });
      const { ledger } = fixture.workspace;
      const engine = await fixture.openEngine();
      const first = await engine.run({ month: MONTH });
      expect(first).toMatchObject({
        run: { status: 'complete' },
        documents: { archived: before.documents.length, cancelled: 0 },
      });

      served.as = (document) => servedAgain(document as SimDocument);
      await fixture.become(office);
      const second = await engine.run({ month: MONTH });

      expect(second).toMatchObject({
        run: { status: 'complete' },
        documents: { missing: 0, cancelled: cancelled.size },
      });
      const identities = queryLedger(ledger, 'SELECT identity FROM documents ORDER BY identity').map(
        (row) => row['identity'],
      );
      expect(identities).toEqual(office.documents.map(identityOf).sort());
      const due = queryLedger(
        ledger,
        `SELECT d.identity, count(v.id) AS deliveries FROM documents d JOIN filings f ON f.document_id = d.id AND f.company_id IS NOT NULL
       LEFT JOIN deliveries v ON v.document_id = d.id AND v.state = 'delivered' GROUP BY d.id, f.id`,
      );
      expect(due.length).toBeGreaterThan(0);
      expect(due.every(({ deliveries }) => deliveries === 1)).toBe(true);
      expect(queryLedger(ledger, "SELECT 1 FROM deliveries WHERE state <> 'delivered'")).toEqual([]);
    }, 120_000);

    it('for one company are brought at what they cost', async () => {
      served.as = (document) => note(document as SimDocument);
      const fixture = await openOfficeFixture({ office: before, generation });
      const engine = await fixture.openEngine();
      const only = [office.companies[0]?.taxId ?? ''];
      await engine.run({ month: MONTH, only });
      served.as = (document) => servedAgain(document as SimDocument);
      await fixture.become(office);
      const { run, requests } = await engine.run({ month: MONTH, only });
      expect(run.status).toBe('complete');
      expect(requests.total).toBeLessThan(60);
    }, 120_000);
  },
);

describe('notes of a layout that nobody knows', () => {
  it('are a gap and never complete, are told apart, and cost no endless asking', async () => {
    served.as = (document) => {
      const each = document as SimDocument;
      return unknownLayout(
        Number(each.number),
        `${partyOf(each, 'provider')} ${partyOf(each, 'taker')}`,
        each.identity,
      );
    };
    const fixture = await openOfficeFixture({ office });
    const { ledger } = fixture.workspace;
    const engine = await fixture.openEngine();
    const first = await engine.run({ month: MONTH });
    const pages = Math.ceil((office.documents.length + 1) / 50);
    const asked = (): number =>
      Number(queryLedger(ledger, "SELECT count(*) AS n FROM requests WHERE operation IN ('page', 'count')")[0]?.['n']);
    expect(first.run.status).toBe('gaps');
    expect(first.gaps.shortfalls).toEqual([
      { kind: 'NFSe', company: null, promised: office.documents.length, held: 0 },
    ]);
    expect(queryLedger(ledger, "SELECT count(*) AS n FROM documents WHERE form = 'unread'")).toEqual([
      { n: office.documents.length },
    ]);
    // the closing looks with one page into each of the four kinds of which SIEG counts none
    expect(asked()).toBeLessThanOrEqual(2 * pages + 12 + 4);
    const afterFirst = asked();
    expect((await engine.run({ month: MONTH })).run.status).toBe('gaps');
    expect(asked() - afterFirst).toBeLessThanOrEqual(2 * pages + 12);
  }, 120_000);

  it('do not hide that a note that can be read is missing', async () => {
    const unread = new Set(office.documents.filter((_, index) => index % 2 === 0));
    served.as = (document) => {
      const each = document as SimDocument;
      return unread.has(each)
        ? unknownLayout(Number(each.number), partyOf(each, 'provider'), each.identity)
        : note(each);
    };
    const fixture = await openOfficeFixture({ office: before });
    const engine = await fixture.openEngine();
    await engine.run({ month: MONTH });
    await fixture.become(office);
    await engine.run({ month: MONTH });
    const read = queryLedger(
      fixture.workspace.ledger,
      "SELECT identity FROM documents WHERE form <> 'unread' ORDER BY identity",
    );
    const expected = office.documents
      .filter((each) => !unread.has(each))
      .map(identityOf)
      .sort();
    expect(read.map(({ identity }) => identity)).toEqual(expected);
  }, 120_000);
});
