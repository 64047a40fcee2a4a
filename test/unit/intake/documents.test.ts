import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from '../../support/desk';
import { ALFA, BETA, municipalNote, note, noteKey, STRANGER } from '../../support/notes';

const A = '0001_ALFA';
const B = '0002_BETA_COMÉRCIO';
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk({
    clients: [
      { taxId: ALFA, folder: A },
      { taxId: BETA, folder: B },
    ],
  });
});
afterEach(() => desk.dispose());

describe('a document that is new', () => {
  it('is on disk, in the ledger with its parties and filing, and in the outbox', async () => {
    const result = await desk.accept([note()]);
    const key = noteKey();
    expect(result).toMatchObject({ identities: [key], novelDocuments: 1, novelEvents: 0, refusals: [] });
    expect(await desk.files('archive')).toEqual([`2026/${A}/03/NFe/Saída/${key}.xml`]);
    expect(await desk.text('archive', `2026/${A}/03/NFe/Saída/${key}.xml`)).toBe(note());
    expect(desk.rows('SELECT role, tax_id FROM parties ORDER BY role')).toEqual([
      { role: 'issuer', tax_id: ALFA },
      { role: 'recipient', tax_id: STRANGER },
    ]);
    expect(desk.rows('SELECT state, target_path, attempts FROM deliveries')).toEqual([
      { state: 'pending', target_path: `Import/${key}.xml`, attempts: 0 },
    ]);
    expect(desk.ledger.journal.last(1)).toMatchObject([
      { action: 'intake.accepted', subject: 'page', detail: { documents: result.documentIds } },
    ]);
  });

  it('of two client companies is filed under both and delivered once', async () => {
    const result = await desk.accept([note({ recipient: BETA })]);
    const key = noteKey();
    expect(await desk.files('archive')).toEqual([
      `2026/${A}/03/NFe/Saída/${key}.xml`,
      `2026/${B}/03/NFe/Entrada/${key}.xml`,
    ]);
    expect(result.companyIds).toHaveLength(2);
    expect(desk.rows('SELECT 1 FROM deliveries')).toHaveLength(1);
  });

  it('of nobody is archived and not delivered', async () => {
    await desk.accept([note({ issuer: STRANGER, recipient: '12345678909' })]);
    expect(await desk.files('archive')).toEqual([`2026/_SEM_EMPRESA/03/NFe/${noteKey({ issuer: STRANGER })}.xml`]);
    expect(desk.rows('SELECT 1 FROM deliveries')).toEqual([]);
    expect(desk.ledger.evidence.totals('2026-03')).toMatchObject({ archived: 1, unassigned: 1, delivered: 0 });
  });

  it('is filed by the month it writes itself, however late it is in UTC', async () => {
    await desk.accept([note({ issuedAt: '2026-02-28T23:30:00-03:00' })]);
    expect((await desk.files('archive'))[0]).toMatch(new RegExp(`^2026/${A}/02/`));
    expect(desk.rows('SELECT month, issue_day, sieg_day FROM documents')).toEqual([
      { month: '2026-02', issue_day: '2026-02-28', sieg_day: '2026-03-01' },
    ]);
  });

  it('is copied under Mês_anterior only when inbound and early, and the setting asks for it', async () => {
    await desk.dispose();
    desk = await openDesk({ clients: [{ taxId: BETA, folder: B }], previousMonthDays: 3 });
    const early = { recipient: BETA, issuedAt: '2026-03-03T10:00:00-03:00' };
    await desk.accept([note(early), note({ ...early, number: 2, issuedAt: '2026-03-04T10:00:00-03:00' })]);
    const copies = (await desk.files('archive')).filter((path) => path.includes('Mês_anterior'));
    expect(copies).toEqual([`2026/${B}/03/Mês_anterior/NFe/Entrada/${noteKey(early)}.xml`]);
    expect(desk.rows('SELECT 1 FROM deliveries')).toHaveLength(2);
  });

  it.each(['12345678909', '123.456.789-09', ALFA, '11.222.333/0001-81', `CNPJ/${ALFA}`, '11222333000181-X'])(
    'of an unread layout goes to the client that it mentions as %s',
    async (mentioned) => {
      await desk.dispose();
      desk = await openDesk({
        clients: [
          { taxId: ALFA, folder: A },
          { taxId: '12345678909', folder: 'PRODUTOR' },
        ],
      });
      await desk.accept([municipalNote(mentioned)]);
      const [path] = await desk.files('archive');
      const folder = mentioned.startsWith('123') ? 'PRODUTOR' : A;
      expect(path).toMatch(new RegExp(`^2026/${folder}/03/NFSe/RAW_[0-9a-f]{64}\\.xml$`));
    },
  );

  it('finds an alphanumeric CNPJ with its punctuation in an unread layout, and no client in a longer number', async () => {
    await desk.dispose();
    desk = await openDesk({
      clients: [
        { taxId: '12ABC34501DE35', folder: A },
        { taxId: ALFA, folder: B },
      ],
    });
    await desk.accept([municipalNote('12.abc.345/01de-35'), municipalNote(`9${ALFA}`)]);
    expect((await desk.files('archive')).map((path) => path.split('/')[1])).toEqual([A, '_SEM_EMPRESA']);
  });
});

describe('a document that is known', () => {
  it('changes nothing when it comes again', async () => {
    await desk.accept([note()]);
    const before = [
      desk.rows('SELECT * FROM documents'),
      desk.rows('SELECT * FROM deliveries'),
      desk.rows('SELECT * FROM journal'),
    ];
    const again = await desk.accept([note(), note()]);
    expect(again).toMatchObject({ novelDocuments: 0, identities: [noteKey()] });
    expect(again.documentIds).toHaveLength(1);
    expect([
      desk.rows('SELECT * FROM documents'),
      desk.rows('SELECT * FROM deliveries'),
      desk.rows('SELECT * FROM journal'),
    ]).toEqual(before);
    expect(await desk.files('kept')).toEqual([]);
  });

  it('is one document when two batches with it are accepted at once', async () => {
    const results = await Promise.all([desk.accept([note()]), desk.accept([note(), note({ number: 2 })])]);
    expect(results.map(({ novelDocuments }) => novelDocuments)).toEqual([1, 1]);
    expect(desk.rows('SELECT 1 FROM documents')).toHaveLength(2);
  });

  it('gives way to its processed form: files replaced, delivered again in place of the former, which is kept', async () => {
    await desk.accept([note({ status: null, recipient: BETA })]);
    await desk.drain();
    const result = await desk.accept([note({ recipient: BETA })]);
    expect(result).toMatchObject({ novelDocuments: 0, identities: [noteKey()] });
    for (const path of await desk.files('archive')) expect(await desk.text('archive', path)).toContain('protNFe');
    await desk.drain();
    expect(await desk.text('import', `Import/${noteKey()}.xml`)).toBe(note({ recipient: BETA }));
    const [kept] = await desk.files('kept');
    expect(await desk.text('kept', kept!)).toBe(note({ status: null, recipient: BETA }));
    expect(desk.rows('SELECT category, code, identity FROM kept_files')).toEqual([
      { category: 'variant', code: null, identity: noteKey() },
    ]);
    expect(desk.rows('SELECT form, (SELECT count(*) FROM documents) AS n FROM documents')).toEqual([
      { form: 'processed', n: 1 },
    ]);
    expect(desk.ledger.evidence.totals('2026-03')).toMatchObject({ archived: 1, delivered: 1, conflicts: 0 });
  });

  it('keeps its processed form when a bare one comes, whose bytes are kept', async () => {
    await desk.accept([note()]);
    await desk.accept([note({ status: null })]);
    expect(await desk.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
    expect(await desk.text('kept', (await desk.files('kept'))[0]!)).toBe(note({ status: null }));
    expect(desk.rows("SELECT code FROM kept_files WHERE category = 'variant'")).toEqual([{ code: null }]);
  });

  it.each([
    ['processed', '100'],
    ['bare', null],
  ] as const)('alarms when a %s form signs other content, and stays as it is', async (_form, status) => {
    await desk.accept([note()]);
    await desk.accept([note({ digest: 'BBBB', status })]);
    expect(desk.rows('SELECT code, identity FROM kept_files')).toEqual([
      { code: 'DIGEST_DIFFERS', identity: noteKey() },
    ]);
    expect(await desk.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
  });

  it.each([
    ['total', (text: string) => text.replace('<vNF>10.00<', '<vNF>99.00<'), ['total']],
    ['date', (text: string) => text.replace('<dhEmi>2026-03-10', '<dhEmi>2026-03-11'), ['date']],
    ['recipient', (text: string) => text.replace(`<dest><CNPJ>${STRANGER}`, `<dest><CNPJ>${BETA}`), ['recipient']],
    ['issuer', (text: string) => text.replace(`<emit><CNPJ>${ALFA}</CNPJ>`, '<emit>'), ['issuer']],
  ] as const)(
    'alarms when the same signature stands under another %s, and says so once',
    async (_what, change, fields) => {
      await desk.accept([note()]);
      await desk.accept([change(note())]);
      await desk.accept([change(note())]);
      expect(desk.rows('SELECT code, identity FROM kept_files')).toEqual([
        { code: 'CONTENT_DIFFERS', identity: noteKey() },
      ]);
      const written = desk.rows("SELECT subject, detail FROM journal WHERE action = 'document.contradicted'");
      expect(written.map(({ subject }) => subject)).toEqual([noteKey()]);
      expect(JSON.parse(String(written[0]?.['detail']))).toMatchObject({ fields });
      expect(await desk.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
    },
  );

  it('alarms within one batch and when the authorised form has another total than the bare one held', async () => {
    const changed = note().replace('<vNF>10.00<', '<vNF>99.00<');
    await desk.accept([note(), changed, note({ number: 2, status: null }), note({ number: 2 })]);
    await desk.accept([note({ number: 3, status: null }).replace('<vNF>10.00<', '<vNF>1.00<')]);
    await desk.accept([note({ number: 3 })]);
    expect(desk.rows('SELECT code, identity FROM kept_files ORDER BY id')).toEqual([
      { code: 'CONTENT_DIFFERS', identity: noteKey() },
      { code: null, identity: noteKey({ number: 2 }) },
      { code: 'CONTENT_DIFFERS', identity: noteKey({ number: 3 }) },
    ]);
  });

  it('does not alarm for the same instant in another zone, nor for other bytes of the same content', async () => {
    await desk.accept([note()]);
    await desk.accept([note({ issuedAt: '2026-03-10T09:00:00-04:00', blank: '\n' })]);
    expect(desk.rows('SELECT code FROM kept_files')).toEqual([{ code: null }]);
  });

  it('alarms when the authorised form signs other content than the bare one held, and keeps the bare one', async () => {
    await desk.accept([note({ digest: 'BBBB', status: null })]);
    await desk.accept([note()]);
    expect(desk.rows('SELECT code FROM kept_files')).toEqual([{ code: 'DIGEST_DIFFERS' }]);
    expect(await desk.text('kept', (await desk.files('kept'))[0]!)).toContain('BBBB');
    expect(await desk.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
  });

  it.each([
    ['bare first', [note({ status: null }), note(), note()]],
    ['processed first', [note(), note({ status: null }), note({ status: null })]],
  ])('is filed once, in its best form, when one batch has several (%s); no byte is lost', async (_order, files) => {
    const result = await desk.accept(files);
    expect(result.documentIds).toHaveLength(1);
    expect(await desk.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
    expect(await desk.text('kept', (await desk.files('kept'))[0]!)).toBe(note({ status: null }));
    expect(desk.rows('SELECT 1 FROM kept_files')).toHaveLength(1);
  });

  it('is named once in the result when a batch brings another copy of it and then its better form', async () => {
    await desk.accept([note({ status: null })]);
    const result = await desk.accept([note({ status: null, blank: ' ' }), note()]);
    expect(result.documentIds).toHaveLength(1);
    expect(desk.rows('SELECT form FROM documents')).toEqual([{ form: 'processed' }]);
  });
});

describe('the day under which SIEG counts a document', () => {
  const day = (): unknown => desk.rows('SELECT sieg_day FROM documents')[0]!['sieg_day'];

  it.each([
    ['2026-03-10T10:00:00-03:00', '2026-03-10'],
    ['2026-02-28T23:59:00-05:00', '2026-03-01'],
    ['2026-04-01T00:10:00-02:00', '2026-03-31'],
  ])('stays inside the window that was asked: %s counts under %s', async (issuedAt, expected) => {
    await desk.accept([note({ issuedAt })]);
    expect(day()).toBe(expected);
  });

  it('is its own when it was asked for otherwise', async () => {
    const own = { rule: 'own' as const };
    await desk.accept([note()], { siegDays: own });
    await desk.accept([municipalNote(ALFA)], { siegDays: own });
    expect(desk.rows('SELECT sieg_day FROM documents ORDER BY id')).toEqual([
      { sieg_day: '2026-03-10' },
      { sieg_day: null },
    ]);
  });

  it('is none for what is not read, whatever was asked', async () => {
    await desk.accept([municipalNote(ALFA)]);
    expect(day()).toBeNull();
    expect(desk.ledger.documents.heldInWindow('NFSe', '2026-03-01', '2026-03-31', null)).toBe(0);
    expect(desk.ledger.evidence.heldByKind('2026-03-01', '2026-03-31').get('NFSe')).toBe(0);
  });

  it('is noted when SIEG hands out what a folder had brought, and then stays', async () => {
    await desk.accept([note()], { siegDays: null, source: 'folder' });
    expect(day()).toBeNull();
    await desk.accept([note()]);
    expect(day()).toBe('2026-03-10');
    await desk.accept([note()], { siegDays: { rule: 'within', from: '2026-03-11', to: '2026-03-12' } });
    expect(day()).toBe('2026-03-10');
  });
});
