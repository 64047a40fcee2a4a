import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, municipalNote, note, noteKey, STRANGER } from '../../support/notes';

const A = '0001_ALFA';
const B = '0002_BETA_COMÉRCIO';
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

describe('a document that is new', () => {
  it('is on disk, in the ledger with its parties and filing, and in the outbox', async () => {
    const result = await fixture.accept([note()]);
    const key = noteKey();
    expect(result).toMatchObject({ identities: [key], novelDocuments: 1, novelEvents: 0, refusals: [] });
    expect(await fixture.files('archive')).toEqual([`2026/${A}/03/NFe/Saída/${key}.xml`]);
    expect(await fixture.text('archive', `2026/${A}/03/NFe/Saída/${key}.xml`)).toBe(note());
    expect(fixture.rows('SELECT role, tax_id FROM parties ORDER BY role')).toEqual([
      { role: 'issuer', tax_id: ALFA },
      { role: 'recipient', tax_id: STRANGER },
    ]);
    expect(fixture.rows('SELECT state, target_path, attempts FROM deliveries')).toEqual([
      { state: 'pending', target_path: `Import/${key}.xml`, attempts: 0 },
    ]);
    expect(fixture.ledger.journal.last(1)).toMatchObject([
      { action: 'intake.accepted', subject: 'page', detail: { documents: result.documentIds } },
    ]);
  });

  it('of two client companies is filed under both and delivered once', async () => {
    const result = await fixture.accept([note({ recipient: BETA })]);
    const key = noteKey();
    expect(await fixture.files('archive')).toEqual([
      `2026/${A}/03/NFe/Saída/${key}.xml`,
      `2026/${B}/03/NFe/Entrada/${key}.xml`,
    ]);
    expect(result.companyIds).toHaveLength(2);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toHaveLength(1);
  });

  it('of nobody is archived and not delivered', async () => {
    await fixture.accept([note({ issuer: STRANGER, recipient: '12345678909' })]);
    expect(await fixture.files('archive')).toEqual([`2026/_SEM_EMPRESA/03/NFe/${noteKey({ issuer: STRANGER })}.xml`]);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toEqual([]);
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ archived: 1, unassigned: 1, delivered: 0 });
  });

  it('is filed by the month it writes itself, however late it is in UTC', async () => {
    await fixture.accept([note({ issuedAt: '2026-02-28T23:30:00-03:00' })]);
    expect((await fixture.files('archive'))[0]).toMatch(new RegExp(`^2026/${A}/02/`));
    expect(fixture.rows('SELECT month, issue_day, sieg_day FROM documents')).toEqual([
      { month: '2026-02', issue_day: '2026-02-28', sieg_day: '2026-03-01' },
    ]);
  });

  it('is copied under Mês_anterior only when inbound and early, and the setting asks for it', async () => {
    await fixture.dispose();
    fixture = await openIntakeFixture({ clients: [{ taxId: BETA, folder: B }], previousMonthDays: 3 });
    const early = { recipient: BETA, issuedAt: '2026-03-03T10:00:00-03:00' };
    await fixture.accept([note(early), note({ ...early, number: 2, issuedAt: '2026-03-04T10:00:00-03:00' })]);
    const copies = (await fixture.files('archive')).filter((path) => path.includes('Mês_anterior'));
    expect(copies).toEqual([`2026/${B}/03/Mês_anterior/NFe/Entrada/${noteKey(early)}.xml`]);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toHaveLength(2);
  });

  it.each(['12345678909', '123.456.789-09', ALFA, '11.222.333/0001-81', `CNPJ/${ALFA}`, '11222333000181-X'])(
    'of an unread layout goes to the client that it mentions as %s',
    async (mentioned) => {
      await fixture.dispose();
      fixture = await openIntakeFixture({
        clients: [
          { taxId: ALFA, folder: A },
          { taxId: '12345678909', folder: 'PRODUTOR' },
        ],
      });
      await fixture.accept([municipalNote(mentioned)]);
      const [path] = await fixture.files('archive');
      const folder = mentioned.startsWith('123') ? 'PRODUTOR' : A;
      expect(path).toMatch(new RegExp(`^2026/${folder}/03/NFSe/RAW_[0-9a-f]{64}\\.xml$`));
    },
  );

  it('finds an alphanumeric CNPJ with its punctuation in an unread layout, and no client in a longer number', async () => {
    await fixture.dispose();
    fixture = await openIntakeFixture({
      clients: [
        { taxId: '12ABC34501DE35', folder: A },
        { taxId: ALFA, folder: B },
      ],
    });
    await fixture.accept([municipalNote('12.abc.345/01de-35'), municipalNote(`9${ALFA}`)]);
    expect((await fixture.files('archive')).map((path) => path.split('/')[1])).toEqual([A, '_SEM_EMPRESA']);
  });
});

describe('a document that is known', () => {
  it('changes nothing when it comes again', async () => {
    await fixture.accept([note()]);
    const before = [
      fixture.rows('SELECT * FROM documents'),
      fixture.rows('SELECT * FROM deliveries'),
      fixture.rows('SELECT * FROM journal'),
    ];
    const again = await fixture.accept([note(), note()]);
    expect(again).toMatchObject({ novelDocuments: 0, identities: [noteKey()] });
    expect(again.documentIds).toHaveLength(1);
    expect([
      fixture.rows('SELECT * FROM documents'),
      fixture.rows('SELECT * FROM deliveries'),
      fixture.rows('SELECT * FROM journal'),
    ]).toEqual(before);
    expect(await fixture.files('kept')).toEqual([]);
  });

  it('is one document when two batches with it are accepted at once', async () => {
    const results = await Promise.all([fixture.accept([note()]), fixture.accept([note(), note({ number: 2 })])]);
    expect(results.map(({ novelDocuments }) => novelDocuments)).toEqual([1, 1]);
    expect(fixture.rows('SELECT 1 FROM documents')).toHaveLength(2);
  });

  it('gives way to its processed form: files replaced, delivered again in place of the former, which is kept', async () => {
    await fixture.accept([note({ status: null, recipient: BETA })]);
    await fixture.drain();
    const result = await fixture.accept([note({ recipient: BETA })]);
    expect(result).toMatchObject({ novelDocuments: 0, identities: [noteKey()] });
    for (const path of await fixture.files('archive')) expect(await fixture.text('archive', path)).toContain('protNFe');
    await fixture.drain();
    expect(await fixture.text('import', `Import/${noteKey()}.xml`)).toBe(note({ recipient: BETA }));
    const [kept] = await fixture.files('kept');
    expect(await fixture.text('kept', kept!)).toBe(note({ status: null, recipient: BETA }));
    expect(fixture.rows('SELECT category, code, identity FROM kept_files')).toEqual([
      { category: 'variant', code: null, identity: noteKey() },
    ]);
    expect(fixture.rows('SELECT form, (SELECT count(*) FROM documents) AS n FROM documents')).toEqual([
      { form: 'processed', n: 1 },
    ]);
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ archived: 1, delivered: 1, conflicts: 0 });
  });

  it('keeps its processed form when a bare one comes, whose bytes are kept', async () => {
    await fixture.accept([note()]);
    await fixture.accept([note({ status: null })]);
    expect(await fixture.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe(note({ status: null }));
    expect(fixture.rows("SELECT code FROM kept_files WHERE category = 'variant'")).toEqual([{ code: null }]);
  });

  it.each([
    ['processed', '100'],
    ['bare', null],
  ] as const)('alarms when a %s form signs other content, and stays as it is', async (_form, status) => {
    await fixture.accept([note()]);
    await fixture.accept([note({ digest: 'BBBB', status })]);
    expect(fixture.rows('SELECT code, identity FROM kept_files')).toEqual([
      { code: 'DIGEST_DIFFERS', identity: noteKey() },
    ]);
    expect(await fixture.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
  });

  it.each([
    ['total', (text: string) => text.replace('<vNF>10.00<', '<vNF>99.00<'), ['total']],
    ['date', (text: string) => text.replace('<dhEmi>2026-03-10', '<dhEmi>2026-03-11'), ['date']],
    ['recipient', (text: string) => text.replace(`<dest><CNPJ>${STRANGER}`, `<dest><CNPJ>${BETA}`), ['recipient']],
    ['issuer', (text: string) => text.replace(`<emit><CNPJ>${ALFA}</CNPJ>`, '<emit>'), ['issuer']],
  ] as const)(
    'alarms when the same signature stands under another %s, and says so once',
    async (_what, change, fields) => {
      await fixture.accept([note()]);
      await fixture.accept([change(note())]);
      await fixture.accept([change(note())]);
      expect(fixture.rows('SELECT code, identity FROM kept_files')).toEqual([
        { code: 'CONTENT_DIFFERS', identity: noteKey() },
      ]);
      const written = fixture.rows("SELECT subject, detail FROM journal WHERE action = 'document.contradicted'");
      expect(written.map(({ subject }) => subject)).toEqual([noteKey()]);
      expect(JSON.parse(String(written[0]?.['detail']))).toMatchObject({ fields });
      expect(await fixture.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
    },
  );

  it('alarms within one batch and when the authorised form has another total than the bare one held', async () => {
    const changed = note().replace('<vNF>10.00<', '<vNF>99.00<');
    await fixture.accept([note(), changed, note({ number: 2, status: null }), note({ number: 2 })]);
    await fixture.accept([note({ number: 3, status: null }).replace('<vNF>10.00<', '<vNF>1.00<')]);
    await fixture.accept([note({ number: 3 })]);
    expect(fixture.rows('SELECT code, identity FROM kept_files ORDER BY id')).toEqual([
      { code: 'CONTENT_DIFFERS', identity: noteKey() },
      { code: null, identity: noteKey({ number: 2 }) },
      { code: 'CONTENT_DIFFERS', identity: noteKey({ number: 3 }) },
    ]);
  });

  it('does not alarm for the same instant in another zone, nor for other bytes of the same content', async () => {
    await fixture.accept([note()]);
    await fixture.accept([note({ issuedAt: '2026-03-10T09:00:00-04:00', blank: '\n' })]);
    expect(fixture.rows('SELECT code FROM kept_files')).toEqual([{ code: null }]);
  });

  it('alarms when the authorised form signs other content than the bare one held, and keeps the bare one', async () => {
    await fixture.accept([note({ digest: 'BBBB', status: null })]);
    await fixture.accept([note()]);
    expect(fixture.rows('SELECT code FROM kept_files')).toEqual([{ code: 'DIGEST_DIFFERS' }]);
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toContain('BBBB');
    expect(await fixture.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
  });

  it.each([
    ['bare first', [note({ status: null }), note(), note()]],
    ['processed first', [note(), note({ status: null }), note({ status: null })]],
  ])('is filed once, in its best form, when one batch has several (%s); no byte is lost', async (_order, files) => {
    const result = await fixture.accept(files);
    expect(result.documentIds).toHaveLength(1);
    expect(await fixture.text('archive', `2026/${A}/03/NFe/Saída/${noteKey()}.xml`)).toBe(note());
    expect(await fixture.text('kept', (await fixture.files('kept'))[0]!)).toBe(note({ status: null }));
    expect(fixture.rows('SELECT 1 FROM kept_files')).toHaveLength(1);
  });

  it('is named once in the result when a batch brings another copy of it and then its better form', async () => {
    await fixture.accept([note({ status: null })]);
    const result = await fixture.accept([note({ status: null, blank: ' ' }), note()]);
    expect(result.documentIds).toHaveLength(1);
    expect(fixture.rows('SELECT form FROM documents')).toEqual([{ form: 'processed' }]);
  });
});

describe('the day under which SIEG counts a document', () => {
  const day = (): unknown => fixture.rows('SELECT sieg_day FROM documents')[0]!['sieg_day'];

  it.each([
    ['2026-03-10T10:00:00-03:00', '2026-03-10'],
    ['2026-02-28T23:59:00-05:00', '2026-03-01'],
    ['2026-04-01T00:10:00-02:00', '2026-03-31'],
  ])('stays inside the window that was asked: %s counts under %s', async (issuedAt, expected) => {
    await fixture.accept([note({ issuedAt })]);
    expect(day()).toBe(expected);
  });

  it('is its own when it was asked for otherwise', async () => {
    const own = { rule: 'own' as const };
    await fixture.accept([note()], { siegDays: own });
    await fixture.accept([municipalNote(ALFA)], { siegDays: own });
    expect(fixture.rows('SELECT sieg_day FROM documents ORDER BY id')).toEqual([
      { sieg_day: '2026-03-10' },
      { sieg_day: null },
    ]);
  });

  it('is none for what is not read, whatever was asked', async () => {
    await fixture.accept([municipalNote(ALFA)]);
    expect(day()).toBeNull();
    expect(fixture.ledger.documents.heldInWindow('NFSe', '2026-03-01', '2026-03-31', null)).toBe(0);
    expect(fixture.ledger.evidence.heldByKind('2026-03-01', '2026-03-31').get('NFSe')).toBe(0);
  });

  it('is noted when SIEG hands out what a folder had brought, and then stays', async () => {
    await fixture.accept([note()], { siegDays: null, source: 'folder' });
    expect(day()).toBeNull();
    await fixture.accept([note()]);
    expect(day()).toBe('2026-03-10');
    await fixture.accept([note()], { siegDays: { rule: 'within', from: '2026-03-11', to: '2026-03-12' } });
    expect(day()).toBe('2026-03-10');
  });
});
