import { describe, expect, it } from 'vitest';
import { readFiscal } from '../../src/engine/fiscal';
import { createOffice, renderXml, type Office } from '../../src/simulator';
import { expectFiles } from '../support/office-truth';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture } from '../support/office-fixture';
import { shortcomingsOf } from '../support/scope-truth';

const MONTH = '2026-08';
const NOTHING = { notHeld: [], notDelivered: [], notFiled: [] };

/** An office whose 120 documents of the month are all municipal NFS-e. */
function officeOf(unknown: number): Office {
  return createOffice({
    seed: 17,
    month: MONTH,
    companies: 6,
    documentsPerCompany: 20,
    kinds: ['NFSe'],
    municipal: { share: 1, unknown, cancelled: 0.1, again: 0.1 },
  });
}

const office = officeOf(0);
const notes = office.documents.filter(({ month }) => month === MONTH);

function column(ledger: string, sql: string): string[] {
  return queryLedger<{ value: string }>(ledger, sql).map(({ value }) => value);
}

function sorted(identities: Iterable<string>): string[] {
  return [...identities].sort();
}

describe('the notes of the simulator', () => {
  it('are read as what they are: identity, day, value, parties, code and cancellation', () => {
    for (const note of office.documents) {
      const { items, refusals } = readFiscal(Buffer.from(renderXml(note, office)));
      expect(refusals).toEqual([]);
      const [item] = items;
      expect(item).toMatchObject({ type: 'document', identity: note.identity, issueDay: note.issueDay, kind: 'NFSe' });
      if (item?.type !== 'document') throw new Error('not a document');
      expect(Number(item.totalCents)).toBe(note.totalCents);
      expect(item.parties.map(({ role, taxId }) => `${role} ${taxId}`)).toEqual(
        note.parties.map(({ role, taxId }) => `${role} ${taxId}`),
      );
      expect(item.municipal?.verification).toBe(note.municipal!.code);
      expect(item.municipal?.cancelled !== null).toBe(note.municipal!.cancelledAt !== null);
    }
  });
});

describe.each(['legacy', 'v1'] as const)('120 municipal notes (%s)', (generation) => {
  it('are all held and delivered once, though some come late and others again with other bytes', async () => {
    const fixture = await openOfficeFixture({
      office,
      generation,
      quirks: 'late-arrivals,served-again',
      simulator: { lateShare: 0.1, lateUntilSettled: true },
    });
    const { workspace } = fixture;
    const engine = await fixture.openEngine();
    const first = await engine.run({ month: MONTH });
    expect(first).toMatchObject({ run: { status: 'complete' }, documents: { missing: 0, conflicts: 0 } });
    const late = shortcomingsOf(workspace, office, { month: MONTH }).notHeld;
    expect(late.length).toBeGreaterThan(5);
    expect(first.documents.archived).toBe(notes.length - late.length);

    expect(fixture.simulator.settleLateArrivals()).toBe(late.length);
    const second = await engine.run({ month: MONTH });

    expect(second).toMatchObject({ run: { status: 'complete' }, documents: { missing: 0, conflicts: 0 } });
    expect(shortcomingsOf(workspace, office, { month: MONTH })).toEqual(NOTHING);
    const held = column(workspace.ledger, `SELECT identity AS value FROM documents WHERE month = '${MONTH}'`);
    expect(sorted(held)).toEqual(sorted(office.expected(MONTH).documents.NFSe));
    const delivered = column(
      workspace.ledger,
      `SELECT d.identity AS value FROM deliveries v JOIN documents d ON d.id = v.document_id
       WHERE v.state = 'delivered' AND d.month = '${MONTH}'`,
    );
    expect(sorted(delivered)).toEqual(sorted(held));
    const cancelled = column(
      workspace.ledger,
      "SELECT DISTINCT document_identity AS value FROM events WHERE effect = 'cancels' AND effective = 1",
    );
    const ended = office.documents.filter(({ municipal }) => municipal!.cancelledAt !== null);
    expect(sorted(cancelled)).toEqual(sorted(ended.map(({ identity }) => identity)));
    await expectFiles(workspace);
  });

  it('are never complete while SIEG hands out some in a layout that nobody knows', async () => {
    const strange = officeOf(0.1);
    const { unread } = strange.expected(MONTH);
    expect(unread.size).toBeGreaterThan(5);
    const fixture = await openOfficeFixture({
      office: strange,
      generation,
      quirks: 'late-arrivals,served-again',
      simulator: { lateShare: 0.1, lateUntilSettled: true },
    });
    const engine = await fixture.openEngine();

    const before = await engine.run({ month: MONTH });
    fixture.simulator.settleLateArrivals();
    const after = await engine.run({ month: MONTH });

    for (const summary of [before, after]) expect(summary.run.status).toBe('gaps');
    expect(shortcomingsOf(fixture.workspace, strange, { month: MONTH }).notHeld).toEqual(sorted(unread));
    const kept = column(fixture.workspace.ledger, "SELECT sha256 AS value FROM documents WHERE form = 'unread'");
    expect(kept.length).toBeGreaterThanOrEqual(unread.size);
  });

  it('of one company are all held, with few pages', async () => {
    const fixture = await openOfficeFixture({ office, generation });
    const engine = await fixture.openEngine();
    const [company] = office.companies.map(({ taxId }) => taxId);
    const scope = { month: MONTH, only: [company!] };

    const summary = await engine.run(scope);

    expect(summary.documents).toMatchObject({ missing: 0, conflicts: 0 });
    expect(shortcomingsOf(fixture.workspace, office, scope)).toEqual(NOTHING);
    expect(summary.requests.byKind['page'] ?? 0).toBeLessThan(20);
  });
});
