import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/engine';
import { DeliveryWorker, Outbox, type ImportLayout } from '../../../src/engine/delivery';
import type { DocumentKind } from '../../../src/engine/domain';
import { openLedgerWithWriters } from '../../../src/engine/ledger/writers/hand-out';
import { openAgentRoot, relPath } from '../../../src/engine/shares';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { seededRandom } from '../../support/seeded-random';
import { MeasuredAgents } from './measured-agents';
import { cpuMs } from './report';

const MONTH = '2026-10';
const KINDS: readonly DocumentKind[] = ['NFe', 'CTe', 'NFCe', 'NFSe', 'MDFe', 'CFe'];
/** Documents of one kind come together, as SIEG's pages bring them. */
const PAGE = 50;

/** A ledger whose outbox holds `files` documents that lie in `archive`, each of `bytes` bytes, ready to be delivered. */
export interface PendingDeliveries {
  /** Where the archived files lie, for other programs to copy them. */
  readonly source: string;
  /** Delivers all of them to the share, which holds nothing. @returns milliseconds from the first claim to the last row recorded. */
  deliver(): Promise<number>;
  /** Processor time by now, of this process and its agents. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

interface Where {
  /** An empty folder for the archive. */
  readonly archive: string;
  /** An empty folder for the import share. */
  readonly share: string;
  readonly ledger: string;
  readonly files: number;
  readonly bytes: number;
  /** All in one folder, or in one for each kind of document. */
  readonly layout: ImportLayout;
}

function invented(index: number, bytes: number, random: () => number): { readonly key: string; readonly body: Buffer } {
  const key = `3526${String(index).padStart(40, '0')}`;
  const text = `<nfeProc><NFe Id="NFe${key}">`;
  const body = Buffer.alloc(bytes, text);
  for (let at = text.length; at < bytes; at += 64) body.writeUInt32LE(Math.floor(random() * 2 ** 32), at % (bytes - 4));
  return { key, body };
}

export function pendingDeliveries({ archive, share, ledger: file, files, bytes, layout }: Where): PendingDeliveries {
  const clock = systemClock();
  const now = (): number => clock.now();
  const { ledger, writers } = openLedgerWithWriters(file, { now });
  const month = relPath('2026', '0001_EMPRESA', '10');
  const kinds = layout === 'flat' ? KINDS.slice(0, 1) : KINDS;
  for (const kind of kinds) mkdirSync(join(archive, ...month, kind), { recursive: true });
  const random = seededRandom(3);
  const outbox = new Outbox(
    ledger,
    writers.deliveries,
    { layout, importLocation: share, cancelledLocation: null },
    now,
  );
  ledger.transaction(() => {
    for (let index = 0; index < files; index += 1) {
      const { key, body } = invented(index, bytes, random);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const kind = kinds[Math.floor(index / PAGE) % kinds.length] ?? 'NFe';
      writeFileSync(join(archive, ...month, kind, `${key}.xml`), body);
      const { id } = databaseOf(ledger).run(
        `INSERT INTO documents (identity, kind, model, form, month, sha256, size, source, archived_at)
         VALUES (?, ?, '55', 'processed', ?, ?, ?, 'page', ?)`,
        [key, kind, MONTH, sha256, bytes, new Date(now()).toISOString()],
      );
      outbox.enqueueDocument({
        documentId: id,
        identity: key,
        kind,
        month: MONTH,
        sha256,
        replaces: null,
        source: relPath(...month, kind, `${key}.xml`),
      });
    }
  });

  const agents = new MeasuredAgents();
  const { spawn } = agents;
  // as in the program, where agents and worker stand from its start
  const roots = {
    archive: openAgentRoot({ id: 'archive', location: archive, spawn }),
    import: openAgentRoot({ id: 'import', location: share, spawn }),
  };
  const worker = new DeliveryWorker({
    ledger,
    writer: writers.deliveries,
    outbox,
    clock,
    roots: { ...roots, cancelled: roots.import },
  });
  const deliver = async (): Promise<number> => {
    databaseOf(ledger).run(
      `UPDATE deliveries SET state = 'pending', attempts = 0, size = NULL, sha256 = NULL, verified_at = NULL,
         error_code = NULL, not_before = NULL`,
    );
    databaseOf(ledger).raw.pragma('wal_checkpoint(TRUNCATE)');
    await Promise.all([roots.archive.check(), roots.import.check()]);
    const begun = performance.now();
    const { delivered } = await worker.drain(new AbortController().signal);
    const ms = performance.now() - begun;
    if (delivered !== files) throw new Error(`${String(delivered)} of ${String(files)} delivered`);
    return ms;
  };
  const close = async (): Promise<void> => {
    await Promise.all([roots.archive.close(), roots.import.close()]);
    ledger.close();
  };
  return {
    source: join(archive, ...month),
    deliver,
    cpuMs: async () => cpuMs() + (await agents.cpuMs()),
    close,
  };
}
