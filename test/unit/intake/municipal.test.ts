import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MONTH, openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { abrasf1, abrasf2, cancellationAnswer, listOf, unknownLayout } from '../../support/municipal-notes';
import { ALFA, BETA, STRANGER } from '../../support/notes';

const A = '0001_ALFA';
const B = '0002_BETA';
const CITY = '3106200';
const IDENTITY = `NFSE:${CITY}:${ALFA}:1`;

let fixture: IntakeFixture;

beforeEach(async () => {
  fixture = await openIntakeFixture({
    clients: [
      { taxId: ALFA, folder: A },
      { taxId: BETA, folder: B },
    ],
  });
});

afterEach(() => fixture.dispose());

const handedOut = (...files: string[]): ReturnType<IntakeFixture['accept']> =>
  fixture.accept(files, { handedOutAs: 'NFSe' });
const identities = (): unknown[] =>
  fixture.rows('SELECT identity FROM documents ORDER BY id').map(({ identity }) => identity);
const held = (): number => fixture.ledger.documents.heldInWindow('NFSe', '2026-03-01', '2026-03-31', null);
const isCancelled = (): boolean => fixture.ledger.evidence.totals(MONTH).cancelled === 1;

describe('a municipal note', () => {
  it('is filed under its provider and its taker, and counts under its own day', async () => {
    await handedOut(listOf(abrasf2({ number: 1, taker: BETA }), abrasf1({ number: 2, taker: null })));
    expect(await fixture.files('archive')).toEqual([
      `2026/${A}/03/NFSe/Saída/NFSE_${CITY}_${ALFA}_1.xml`,
      `2026/${A}/03/NFSe/Saída/NFSE_${CITY}_${ALFA}_2.xml`,
      `2026/${B}/03/NFSe/Entrada/NFSE_${CITY}_${ALFA}_1.xml`,
    ]);
    expect(held()).toBe(2);
    expect(fixture.rows('SELECT layout, municipality, number, verification FROM municipal_notes')).toEqual([
      { layout: 'abrasf2', municipality: CITY, number: '1', verification: 'C1' },
      { layout: 'abrasf1', municipality: CITY, number: '2', verification: 'C2' },
    ]);
    await fixture.drain();
    expect(await fixture.files('import')).toHaveLength(2);
  });

  it('is one note however often it comes, in whatever wrapper and with whatever bytes', async () => {
    await handedOut(abrasf2());
    await handedOut(abrasf2({ blank: ' ' }), listOf(abrasf2()), `<soap>${abrasf2().replaceAll('<', '&lt;')}</soap>`);
    expect(identities()).toEqual([IDENTITY]);
    expect(held()).toBe(1);
    await fixture.drain();
    expect(await fixture.files('import')).toHaveLength(1);
    expect(fixture.rows("SELECT code FROM kept_files WHERE category = 'variant'")).toEqual([
      { code: null },
      { code: null },
      { code: null },
    ]);
  });

  it('that comes with another value, code, taker or date is a contradiction to show, not another note', async () => {
    await handedOut(abrasf2());
    await handedOut(abrasf2({ value: '151.00', taker: BETA }));
    expect(identities()).toEqual([IDENTITY]);
    const [kept] = fixture.rows("SELECT code, reason FROM kept_files WHERE category = 'variant'");
    expect(kept).toMatchObject({ code: 'NFSE_CONTRADICTS' });
    expect(kept?.['reason']).toContain('em: valor, tomador. Confira na prefeitura');
  });
});

describe('a municipality that is not stated', () => {
  it.each(['first', 'last'])('is added by the copy that states it, which came %s', async (order) => {
    const [stated, silent] = [abrasf2(), abrasf2({ city: null })];
    for (const copy of order === 'first' ? [stated, silent] : [silent, stated]) await handedOut(copy);
    expect(identities()).toHaveLength(1);
    expect(fixture.rows('SELECT municipality FROM municipal_notes')).toEqual([{ municipality: CITY }]);
    expect(held()).toBe(1);
  });

  it('joins nothing where the code differs, or where two cities fit', async () => {
    await handedOut(abrasf2({ city: null }), abrasf2({ code: 'OTHER' }));
    expect(identities()).toHaveLength(2);
    await handedOut(abrasf2({ number: 7 }), abrasf2({ number: 7, city: '3304557' }));
    await handedOut(abrasf2({ number: 7, city: null }));
    expect(identities()).toHaveLength(5);
  });

  it('is joined within one batch too', async () => {
    await handedOut(listOf(abrasf2({ city: null }), abrasf2()));
    expect(identities()).toEqual([`NFSE:IM4455:${ALFA}:1`]);
  });
});

describe('a cancelled municipal note', () => {
  const at = '2026-03-20T09:00:00';
  const name = `NFSE_${CITY}_${ALFA}_1_CANC.xml`;

  it('whose own file says so is handed over with its cancellation, which goes first', async () => {
    await handedOut(abrasf2({ cancelledAt: at }));
    expect(isCancelled()).toBe(true);
    expect(fixture.rows('SELECT event_id IS NULL AS isDocument FROM deliveries ORDER BY id')).toEqual([
      { isDocument: 0 },
      { isDocument: 1 },
    ]);
    await fixture.drain();
    expect((await fixture.files('import')).some((path) => path.endsWith(name))).toBe(true);
    expect(await fixture.files('archive')).toContain(`2026/${A}/03/NFSe/Saída/${name}`);
  });

  it('stays cancelled whatever copy comes after, and its cancellation is handed over once', async () => {
    await handedOut(abrasf2());
    await fixture.drain();
    expect(isCancelled()).toBe(false);
    await handedOut(abrasf2({ cancelledAt: at }));
    await handedOut(abrasf2({ cancelledAt: at, blank: ' ' }));
    await handedOut(abrasf2({ blank: '  ' }));
    expect(isCancelled()).toBe(true);
    await fixture.drain();
    expect(await fixture.files('import')).toHaveLength(2);
    expect(fixture.rows("SELECT state FROM deliveries WHERE state <> 'delivered'")).toEqual([]);
    expect(identities()).toEqual([IDENTITY]);
  });

  it('of a city that is known is told of by an answer that came before it', async () => {
    await handedOut(cancellationAnswer({ city: null }));
    expect(held()).toBe(0);
    await handedOut(abrasf2());
    expect(isCancelled()).toBe(true);
    expect(await fixture.files('archive')).toContain(`2026/${A}/03/NFSe/Saída/${name}`);
    await fixture.drain();
    expect((await fixture.files('import')).some((path) => path.endsWith(name))).toBe(true);
  });

  it('is told of by an answer that comes after it, city or not', async () => {
    await handedOut(abrasf2({ city: null }));
    await handedOut(cancellationAnswer());
    expect(isCancelled()).toBe(true);
  });

  it('that was replaced is not handed over as live either', async () => {
    await handedOut(abrasf1({ replacedBy: 2 }), abrasf1({ number: 2, blank: '<NfseSubstituida>1</NfseSubstituida>' }));
    expect(fixture.rows('SELECT event_type, document_identity, effect FROM events')).toEqual([
      { event_type: 'substituicao', document_identity: IDENTITY, effect: 'cancels' },
    ]);
    await fixture.drain();
    expect((await fixture.files('import')).filter((path) => path.includes('_CANC'))).toHaveLength(1);
  });
});

describe('a layout that nobody knows', () => {
  it('is filed under every company that it mentions, counts as nothing, and is counted apart', async () => {
    await handedOut(unknownLayout(1, `${ALFA} 99.888.777/0001-00`), unknownLayout(2, ALFA), unknownLayout(3, STRANGER));
    expect(held()).toBe(0);
    expect(fixture.ledger.documents.countUnread(MONTH)).toBe(3);
    const shape = 'BoletoServico Cab Nr Quem';
    expect(fixture.ledger.documents.unread(MONTH)).toEqual([
      { companyId: null, folder: null, month: MONTH, shape, documents: 1 },
      { companyId: 1, folder: A, month: MONTH, shape, documents: 2 },
      { companyId: 2, folder: B, month: MONTH, shape, documents: 1 },
    ]);
    expect(fixture.rows('SELECT DISTINCT direction FROM filings WHERE company_id IS NOT NULL')).toEqual([
      { direction: 'unknown' },
    ]);
  });

  it('is not handed over, nor named as undelivered: nobody can say whether it was cancelled', async () => {
    await handedOut(unknownLayout(1, ALFA));
    expect(fixture.rows('SELECT 1 FROM deliveries')).toEqual([]);
    expect(fixture.ledger.evidence.undelivered(MONTH, null, 10)).toEqual([]);
  });

  it('never stands for a note of a company by its count', async () => {
    await handedOut(unknownLayout(1, ALFA));
    const scope = { partyRoles: ['issuer', 'provider', 'taker'] as const, taxId: ALFA };
    expect(fixture.ledger.documents.heldInWindow('NFSe', '2026-03-01', '2026-03-31', scope)).toBe(0);
  });

  it('that came from elsewhere than SIEG is refused, as before', async () => {
    const stray = unknownLayout(1, ALFA).replace('urn:prefeitura:qualquer', 'urn:x');
    const { refusals } = await fixture.accept([stray]);
    expect(refusals).toMatchObject([{ code: 'FISCAL_UNKNOWN_LAYOUT' }]);
  });
});

it('a note without an issuer is held, and is no certain document of a company', async () => {
  await handedOut(
    `<D><TbNotasFiscais><NumeroNF>7</NumeroNF><DtEmissao>2026-03-02</DtEmissao><Assinatura>X9</Assinatura><CNPJCPFTomador>${ALFA}</CNPJCPFTomador><ValorTotal>9.5</ValorTotal></TbNotasFiscais></D>`,
  );
  expect(identities()).toEqual(['NFSE:IM:-:7:X9']);
  const scope = { partyRoles: ['taker'] as const, taxId: ALFA };
  expect(fixture.ledger.documents.heldInWindow('NFSe', '2026-03-01', '2026-03-31', scope)).toBe(0);
  expect(held()).toBe(1);
});

describe('a copy that says too little to be told from a note that is held', () => {
  const noCode = (xml: string): string => xml.replace(/<CodigoVerificacao>[^<]*<\/CodigoVerificacao>/, '');
  const noIssuer = (xml: string): string =>
    xml.replace(/<IdentificacaoPrestador>.*?<\/IdentificacaoPrestador>|<Prestador>.*?<\/Prestador>/s, '');

  it.each([
    ['ABRASF 1', abrasf1],
    ['ABRASF 2', abrasf2],
  ])('never stands for another one that SIEG counts (%s)', async (_, render) => {
    for (const poorer of [noCode(render({ city: null })), noIssuer(render())]) {
      const before = held();
      await handedOut(render());
      await handedOut(poorer);
      // once more, as SIEG hands things out again
      await handedOut(poorer, render());
      expect(held()).toBe(Math.max(1, before));
    }
  });

  it('counts once, whichever of the two came first', async () => {
    await handedOut(noCode(abrasf2({ city: null })));
    expect(held()).toBe(1);
    await handedOut(abrasf2());
    await handedOut(abrasf2(), noCode(abrasf2({ city: null })));
    expect(held()).toBe(1);
  });

  it('is another note where its code, its city or its number says so', async () => {
    await handedOut(abrasf2(), abrasf2({ number: 2 }), noCode(abrasf2({ number: 3, city: null })));
    await handedOut(abrasf2({ city: '3550308' }));
    expect(held()).toBe(4);
  });
});
