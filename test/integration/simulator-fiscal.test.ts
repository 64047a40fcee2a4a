import { describe, expect, it } from 'vitest';
import { readFiscal } from '../../src/engine/fiscal';
import { renderXml } from '../../src/simulator';
import { smallOffice } from './simulator-client';

const office = smallOffice();

describe('what the simulator writes', () => {
  it('is read back as the document that it was meant to be, without a finding', () => {
    for (const document of office.documents) {
      const { items, refusals, repairs } = readFiscal(Buffer.from(renderXml(document, office)));
      expect({ refusals, repairs, count: items.length }).toEqual({ refusals: [], repairs: [], count: 1 });
      const [item] = items;
      expect(item).toMatchObject({
        type: 'document',
        identity: document.identity,
        kind: document.kind,
        form: 'processed',
        issueDay: document.issueDay,
        month: document.month,
        takerPointer: document.takerPointer,
        totalCents: BigInt(document.totalCents),
        findings: [],
      });
      const parties = item?.type === 'document' ? item.parties.map((party) => `${party.role} ${party.taxId}`) : [];
      expect(new Set(parties)).toEqual(new Set(document.parties.map((party) => `${party.role} ${party.taxId}`)));
    }
  });

  it('is read back as the event that it was meant to be', () => {
    for (const event of office.events) {
      const [item] = readFiscal(Buffer.from(renderXml(event, office))).items;
      expect(item).toMatchObject({
        type: 'event',
        identity: event.identity,
        documentIdentity: event.document.identity,
        eventType: event.eventType,
        status: event.status,
        author: event.author,
      });
    }
  });
});
