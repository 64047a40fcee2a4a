import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BatchCopier } from '../../../src/engine/delivery/copy-batch';
import type { DeliveryRow } from '../../../src/engine/ledger/writers/deliveries';
import { fromStored } from '../../../src/engine/shares';
import { openMemoryRoot } from '../../support/memory-root';

const bytes = Buffer.from('<nfeProc/>');
const sha256 = createHash('sha256').update(bytes).digest('hex');

const rowTo = (targetPath: string, id: number): DeliveryRow => ({
  ...{ id, destination: 'import', documentId: id, eventId: null, sourcePath: `2026/${String(id)}.xml`, targetPath },
  ...{ contentSha256: sha256, replaces: null, month: '2026-10', attempts: 0 },
});

describe('a batch of deliveries', () => {
  it('takes its target folders in turns, and answers each row in its own place', async () => {
    const archive = openMemoryRoot('archive');
    const share = openMemoryRoot('import');
    const targets = ['NFe/1.xml', 'NFe/2.xml', 'NFe/3.xml', 'CTe/4.xml', 'CTe/5.xml', 'CFe/6.xml'];
    const rows = targets.map((target, index) => rowTo(target, index + 1));
    const taken = 'NFe/2.xml';
    for (const { sourcePath } of rows) await archive.place(fromStored(sourcePath), bytes);
    await share.place(fromStored(taken), Buffer.from('de outro programa'));

    const copier = new BatchCopier({ archive, import: share, cancelled: share });
    const { outcomes } = await copier.copy(rows, new AbortController().signal);

    expect(outcomes.map(({ is }) => is)).toEqual(
      targets.map((target) => (target === taken ? 'conflict' : 'delivered')),
    );
    const placed = [...share.files.keys()].filter((path) => path !== taken);
    expect(placed).toEqual(['NFe/1.xml', 'CTe/4.xml', 'CFe/6.xml', 'CTe/5.xml', 'NFe/3.xml']);
  });
});
