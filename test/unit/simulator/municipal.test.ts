import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { hasValidCheckDigit } from '../../../src/engine/domain';
import { createOffice, renderXml, type SimDocument } from '../../../src/simulator';
import { asFirstServed } from '../../../src/simulator/office';

const MONTH = '2026-08';
const OPTIONS = { seed: 9, month: MONTH, companies: 20, documentsPerCompany: 40 } as const;
const office = createOffice({
  ...OPTIONS,
  kinds: ['NFSe'],
  municipal: { share: 0.9, unknown: 0.1, cancelled: 0.2, again: 0.3 },
});
const notes = office.documents.filter(({ municipal }) => municipal !== undefined);
const LAYOUTS = ['abrasf1', 'abrasf1-list', 'abrasf2', 'ginfes', 'sao-paulo', 'ipm', 'unknown'] as const;
const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, ignoreAttributes: false });

function layoutOf({ municipal }: SimDocument): string {
  return municipal!.city.layout;
}

/** The text at the end of the first path through the tree whose last names are these. */
function find(tree: unknown, ...names: string[]): string | null {
  if (typeof tree !== 'object' || tree === null) return null;
  const here = names.reduce<unknown>(
    (node, name) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined),
    tree,
  );
  if (typeof here === 'string') return here;
  for (const child of Object.values(tree)) {
    const found = find(child, ...names);
    if (found !== null) return found;
  }
  return null;
}

function read(document: SimDocument): (...names: string[]) => string | null {
  const tree: unknown = parser.parse(renderXml(document, office));
  return (...names) => find(tree, ...names);
}

describe('an office with municipal NFS-e', () => {
  it('has as many as asked for, in seven layouts, told apart by city, issuer and number', () => {
    expect(notes.length / office.documents.length).toBeCloseTo(0.9, 1);
    expect(new Set(notes.map(layoutOf))).toEqual(new Set(LAYOUTS));
    expect(new Set(office.documents.map(({ identity }) => identity)).size).toBe(office.documents.length);
    for (const { identity, key, number, parties, municipal } of notes) {
      expect(key).toBe('');
      expect(identity).toBe(`NFSE:${municipal!.city.ibge}:${parties[0]!.taxId}:${number}`);
    }
  });

  it('leaves what nobody can read out of the right result, and nothing else', () => {
    const { documents, unread, byCompany } = office.expected(MONTH);
    const ofMonth = office.documents.filter(({ month }) => month === MONTH);
    expect(ofMonth).toHaveLength(800);
    expect(documents.NFSe.size + unread.size).toBe(800);
    expect([...unread].sort()).toEqual(
      ofMonth
        .filter((document) => document.municipal?.city.layout === 'unknown')
        .map(({ identity }) => identity)
        .sort(),
    );
    expect(unread.size).toBeGreaterThan(20);
    for (const identities of byCompany.values()) expect([...identities].some((one) => unread.has(one))).toBe(false);
  });

  it('cancels municipal notes in their own file, never by an event', () => {
    expect(office.events.every(({ document }) => document.municipal === undefined)).toBe(true);
    const cancelled = notes.filter(({ municipal }) => municipal!.cancelledAt !== null);
    expect(cancelled.length / notes.length).toBeCloseTo(0.2, 1);
    expect(new Set(notes.map(({ municipal }) => municipal!.again))).toEqual(
      new Set(['cancelled', 'other-byte', 'whitespace', null]),
    );
  });

  it('is the same office as ever when none are asked for', () => {
    const plain = createOffice(OPTIONS);
    const same = createOffice({ ...OPTIONS, municipal: { share: 0, unknown: 1 }, bills: 0 });
    expect(same.documents).toEqual(plain.documents);
    expect(plain.documents.every(({ municipal }) => municipal === undefined)).toBe(true);
    expect(plain.expected(MONTH).unread.size).toBe(0);
  });
});

describe('the XML of a municipal NFS-e', () => {
  it('is well-formed, without a key, and the same text every time', () => {
    for (const document of notes) {
      const xml = renderXml(document, office);
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).not.toMatch(/\d{44}/);
      expect(renderXml(document, office)).toBe(xml);
    }
  });

  const money = (text: string | null): number => Math.round(Number(text) * 100);
  const digits = (text: string | null): string => text!.replace(/[^0-9A-Z]/g, '');

  it.each(['abrasf1', 'abrasf1-list', 'abrasf2', 'ginfes'])('says in %s what the document says', (layout) => {
    for (const document of notes.filter((note) => layoutOf(note) === layout)) {
      const text = read(document);
      const taker = document.parties.find(({ role }) => role === 'taker')!.taxId;
      expect(text('InfNfse', 'Numero')).toBe(document.number);
      expect(text('OrgaoGerador', 'CodigoMunicipio')).toBe(document.municipal!.city.ibge);
      expect(text('InfNfse', 'CodigoVerificacao')).toBe(document.municipal!.code);
      expect(text('InfNfse', 'DataEmissao')!.slice(0, 19)).toBe(document.issuedAt.slice(0, 19));
      expect(money(text('Servico', 'Valores', 'ValorServicos'))).toBe(document.totalCents);
      const issuer = text('IdentificacaoPrestador', 'Cnpj') ?? text('IdentificacaoPrestador', 'CpfCnpj', 'Cnpj');
      expect(digits(issuer)).toBe(document.parties[0]!.taxId);
      expect(digits(text('IdentificacaoTomador', 'CpfCnpj', 'Cnpj'))).toBe(taker);
      expect(text('NfseCancelamento', 'Confirmacao', 'Pedido', 'InfPedidoCancelamento', 'CodigoCancelamento')).toBe(
        document.municipal!.cancelledAt === null ? null : '1',
      );
    }
  });

  it('says so in the layouts of São Paulo and of IPM', () => {
    for (const document of notes.filter((note) => layoutOf(note) === 'sao-paulo')) {
      const text = read(document);
      expect(text('ChaveNFe', 'NumeroNFe')).toBe(document.number);
      expect(text('CPFCNPJPrestador', 'CNPJ')).toBe(document.parties[0]!.taxId);
      expect(money(text('NFe', 'ValorServicos'))).toBe(document.totalCents);
      expect(text('NFe', 'StatusNFe')).toBe(document.municipal!.cancelledAt === null ? 'N' : 'C');
    }
    for (const document of notes.filter((note) => layoutOf(note) === 'ipm')) {
      const text = read(document);
      expect(text('nf', 'numero_nfse')!.replace(/^0+/, '')).toBe(document.number);
      expect(text('nf', 'data_nfse')!.split('/').reverse().join('-')).toBe(document.issueDay);
      expect(money(text('nf', 'valor_total')!.replaceAll('.', '').replace(',', '.'))).toBe(document.totalCents);
      expect(text('prestador', 'cidade')).toMatch(/^\d{4}$/);
      expect(text('nf', 'situacao_codigo_nfse')).toBe(document.municipal!.cancelledAt === null ? '1' : '2');
    }
  });

  it('shows nothing but masked tax ids in the layout that nobody knows', () => {
    for (const document of notes.filter((note) => layoutOf(note) === 'unknown')) {
      const xml = renderXml(document, office);
      expect(xml).not.toMatch(/<\w*(nf|num|cnpj|prestador|tomador|valor|emissao)/i);
      expect(xml.match(/[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}\/[0-9A-Z]{4}-\d\d/g)).toHaveLength(2);
    }
  });

  it('has other bytes when it is handed out again, and says the same but for a cancellation', () => {
    const again = notes.filter(({ municipal }) => municipal!.again !== null);
    for (const document of again) {
      const first = { ...document, municipal: asFirstServed(document.municipal!) };
      const [before, after] = [renderXml(first, office), renderXml(document, office)];
      expect(after).not.toBe(before);
      expect(first.municipal.cancelledAt).toBeNull();
      if (document.municipal!.again === 'whitespace')
        expect(after.replace(/\s+/g, '')).toBe(before.replace(/\s+/g, ''));
      if (document.municipal!.again === 'other-byte') expect(after.toLowerCase()).toBe(before.toLowerCase());
    }
  });
});

describe('bills for communication and electricity', () => {
  const billed = createOffice({ ...OPTIONS, kinds: ['NFe'], bills: 0.4 });
  const bills = billed.documents.filter(({ model }) => model === '62' || model === '66');

  it('are handed out as NFe, with the key of their model', () => {
    expect(bills.length / billed.documents.length).toBeCloseTo(0.4, 1);
    expect(new Set(bills.map(({ model }) => model))).toEqual(new Set(['62', '66']));
    for (const { kind, key, model, identity } of bills) {
      expect({ kind, model: key.slice(20, 22), identity }).toEqual({ kind: 'NFe', model, identity: key });
      expect(hasValidCheckDigit(key)).toBe(true);
    }
    expect(billed.expected(MONTH).documents.NFe.size).toBe(800);
  });

  it('are written in their own layouts, with protocol; their cancellation too', () => {
    for (const document of bills) {
      const xml = renderXml(document, billed);
      expect(XMLValidator.validate(xml)).toBe(true);
      const [root, body] = document.model === '62' ? ['nfcomProc', 'infNFCom'] : ['nf3eProc', 'infNF3e'];
      expect(xml).toContain(`<${root} `);
      expect(xml).toMatch(new RegExp(`<${body} Id="[A-Za-z0-9]+${document.key}"`));
      expect(xml).toContain('<cStat>100</cStat>');
    }
    const events = billed.events.filter(({ document }) => document.model !== '55');
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      const xml = renderXml(event, billed);
      expect(event.eventType).toBe('110111');
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).toMatch(/<procEventoNF(Com|3e) /);
      expect(xml).toMatch(/<ch(NFCom|NF3e)>/);
    }
  });
});
