import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentEvidenceSchema } from '../../../src/shared/ipc/document-evidence';
import { PARTY_ROLES } from '../../../src/engine/domain';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { partyRoleSchema } from '../../../src/shared/ipc/document-evidence';
import { addCompany, addPaper, BEFORE_AUDIT, keyOf, MONTH, openBook, promise, shaOf, type Book } from './book';

const KEY = keyOf(1);
const MOVED = '2025-09-02T10:00:00.000Z';
const LATER = '2025-09-03T10:00:00.000Z';

/** A cancelled note of a client, brought by a page of a run and delivered; its cancellation waits for a share that is away. */
async function fixture(): Promise<Book & { readonly id: number; readonly request: number; readonly run: number }> {
  const book = await openBook();
  const db = databaseOf(book.ledger);
  const client = addCompany(book, '12345678000195', '0001_PADARIA');
  const { id } = addPaper(book, {
    identity: KEY,
    companies: [client],
    cents: 123_456,
    delivery: 'delivered',
    cancelled: true,
  });
  const run = db.run("INSERT INTO runs (month, started_at, options) VALUES (?, ?, '{}')", [MONTH, BEFORE_AUDIT]).id;
  const request = db.run(
    "INSERT INTO requests (run_id, operation, kind, query, attempt, asked_at) VALUES (?, 'page', 'NFe', '{}', 1, ?)",
    [run, BEFORE_AUDIT],
  ).id;
  db.run('UPDATE documents SET request_id = ?, series = ?, issued_at = ?, protocol_status = ? WHERE id = ?', [
    ...[request, '1', '2025-08-10T09:30:00-03:00', '100', id],
  ]);
  for (const [role, taxId] of [
    ['issuer', '12345678000195'],
    ['recipient', '98765432000198'],
  ])
    db.run('INSERT INTO parties (document_id, role, tax_id) VALUES (?, ?, ?)', [id, role, taxId]);
  return { ...book, id, request, run };
}

describe('the evidence of one document', () => {
  it('says what it is, where it lies in full, how it came and what became of it', async () => {
    const { records, archive, request, run } = await fixture();
    const evidence = await records.documentEvidence(KEY);
    expect(documentEvidenceSchema.parse(evidence)).toEqual(evidence);
    expect(evidence.document).toMatchObject({
      kind: 'NFe',
      model: '55',
      series: '1',
      number: KEY.slice(-3),
      totalCents: 123_456,
      protocolStatus: '100',
      size: 10,
      sha256: shaOf(KEY),
      source: 'page',
      archivedAt: BEFORE_AUDIT,
      issuedAt: '2025-08-10T09:30:00-03:00',
      request: { id: request, run, askedAt: BEFORE_AUDIT },
    });
    expect(evidence.document?.parties).toEqual([
      { role: 'issuer', taxId: '12345678000195', name: 'Nome de 0001_PADARIA' },
      { role: 'recipient', taxId: '98765432000198', name: null },
    ]);
    expect(evidence.filings).toEqual([
      {
        path: join(archive, `2025/1/08/NFe/${KEY}.xml`),
        folder: '0001_PADARIA',
        direction: 'inbound',
        size: 10,
        sha256: shaOf(KEY),
        verifiedAt: BEFORE_AUDIT,
        isFormer: false,
      },
    ]);
    expect(evidence.deliveries).toMatchObject([
      { event: null, state: 'delivered', size: 10, sha256: shaOf(KEY), verifiedAt: BEFORE_AUDIT, reason: null },
    ]);
    expect(evidence.events).toMatchObject([
      { name: 'Cancelamento', type: '110111', effect: 'cancels', effective: true },
    ]);
  });

  it('names the place in which a delivery was verified, not that to which its destination moved since', async () => {
    const { records, ledger, time, id } = await fixture();
    const db = databaseOf(ledger);
    db.run("UPDATE destinations SET location = '/novo' WHERE name = 'import'");
    time.now = Date.parse(MOVED);
    ledger.journal.write('destination.moved', 'import', { from: '/antigo', to: '/novo' });
    db.run(
      `INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, size, sha256,
         verified_at, enqueued_at) VALUES (1, ?, 's', 'depois.xml', 'sha-b', ?, 'delivered', 9, 'sha-b', ?, ?)`,
      [id, MONTH, LATER, LATER],
    );
    const { deliveries } = await records.documentEvidence(KEY);
    expect(deliveries.map(({ target, isPresent }) => ({ target, isPresent }))).toEqual([
      { target: `/antigo/${KEY}.xml`, isPresent: true },
      { target: '/novo/depois.xml', isPresent: false },
    ]);
  });

  it('tells the deliveries of its events with their reasons, and the entries about it alone', async () => {
    const { records, ledger } = await fixture();
    const db = databaseOf(ledger);
    const event = db.value<number>('SELECT id FROM events');
    db.run("INSERT INTO destinations (id, name, location, layout) VALUES (2, 'cancelled', '/cancelados', 'flat')");
    db.run(
      `INSERT INTO deliveries (destination_id, event_id, source_path, target_path, content_sha256, month, state, attempts, error_code,
         enqueued_at) VALUES (2, ?, 's', 'x_CANC.xml', 'sha-e', ?, 'failed', 3, 'SHARE_UNREACHABLE', ?)`,
      [event, MONTH, LATER],
    );
    ledger.journal.write('delivery.failed', 'x_CANC.xml', { code: 'SHARE_UNREACHABLE', attempts: 3 });
    ledger.journal.write('delivery.failed', 'outro.xml', { code: 'SHARE_UNREACHABLE', attempts: 3 });
    const { deliveries, journal } = await records.documentEvidence(KEY);
    expect(deliveries[1]).toMatchObject({
      event: 'Cancelamento',
      destination: 'cancelled',
      target: '/cancelados/x_CANC.xml',
      state: 'failed',
      attempts: 3,
      reason: 'A pasta ficou fora do ar.',
      verifiedAt: null,
    });
    expect(journal.map(({ text }) => text)).toEqual([
      'A entrega de x_CANC.xml falhou (3 tentativas); será tentada de novo.',
    ]);
  });

  it('tells of a promised document that is not held who promised it', async () => {
    const book = await openBook();
    const client = addCompany(book, '12345678000195', '0001_PADARIA');
    promise(book, KEY, client);
    const evidence = await book.records.documentEvidence(KEY);
    expect(evidence).toMatchObject({ document: null, filings: [], deliveries: [] });
    expect(evidence.promises).toEqual([
      { source: 'old-report', folder: '0001_PADARIA', at: BEFORE_AUDIT, run: null, answer: null },
    ]);
  });

  it('knows every role that a taxpayer can have in a document', () => {
    expect(partyRoleSchema.options).toEqual(PARTY_ROLES);
  });
});

describe('the journal, found by a key', () => {
  it('says of entries about a whole batch what they did with this document', async () => {
    const { records, ledger, id } = await fixture();
    const other = addPaper({ ledger }, { identity: keyOf(2), companies: [], delivery: 'delivered' });
    const delivery = databaseOf(ledger).value<number>('SELECT id FROM deliveries WHERE document_id = ?', [id]);
    const event = databaseOf(ledger).value<number>('SELECT id FROM events');
    ledger.journal.write('intake.accepted', 'page', { documents: [other.id, id], events: [event] });
    ledger.journal.write('delivery.verified', 'outbox', { deliveries: [other.delivery, delivery] });
    const { lines, document } = records.journal({ search: KEY }, null, 10);
    expect(document).toBe(KEY);
    expect(lines.map(({ text }) => text)).toEqual([
      `Entregue e conferido no destino: ${KEY}.xml. Do mesmo lote: entregues e conferidos 2 arquivos.`,
      `Documento ${KEY} arquivado em 2025/1/08/NFe/${KEY}.xml. Cancelamento de ${KEY}: evento arquivado em ?. Do mesmo lote: arquivados 2 documentos e 1 evento.`,
    ]);
    expect(records.journal({ search: 'outbox' }, null, 10)).toMatchObject({
      document: null,
      lines: [{ text: 'Entregues e conferidos 2 arquivos.' }],
    });
  });
});
