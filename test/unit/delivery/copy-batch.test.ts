import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VerifiedContents } from '../../../src/engine/archive';
import { BatchCopier } from '../../../src/engine/delivery/copy-batch';
import type { DeliveryRow } from '../../../src/engine/ledger/writers/deliveries';
import { FIRST_IN_FLIGHT } from '../../../src/engine/delivery';
import { fromStored, type FileRoot } from '../../../src/engine/shares';
import { MaloteError, type ErrorCode } from '../../../src/shared/errors';
import { openMemoryRoot } from '../../support/memory-root';

const bytes = Buffer.from('<nfeProc/>');
const sha256 = createHash('sha256').update(bytes).digest('hex');

const rowTo = (targetPath: string, id: number): DeliveryRow => ({
  id,
  destination: 'import',
  documentId: id,
  eventId: null,
  sourcePath: `2026/${String(id)}.xml`,
  targetPath,
  contentSha256: sha256,
  replaces: null,
  month: '2026-10',
  attempts: 0,
});

describe('a batch of deliveries', () => {
  it('takes its target folders in turns, and answers each row in its own place', async () => {
    const archive = openMemoryRoot('archive');
    const share = openMemoryRoot('import');
    const targets = ['NFe/1.xml', 'NFe/2.xml', 'NFe/3.xml', 'CTe/4.xml', 'CTe/5.xml', 'CFe/6.xml'];
    const rows = targets.map((target, index) => rowTo(target, index + 1));
    const taken = 'NFe/2.xml';
    for (const { sourcePath } of rows) await archive.writeVerified(fromStored(sourcePath), bytes);
    await share.writeVerified(fromStored(taken), Buffer.from('de outro programa'));

    const copier = new BatchCopier({ archive, import: share, cancelled: share }, new VerifiedContents());
    const { outcomes } = await copier.copy(rows, new AbortController().signal);

    expect(outcomes.map(({ is }) => is)).toEqual(
      targets.map((target) => (target === taken ? 'conflict' : 'delivered')),
    );
    const placed = [...share.files.keys()].filter((path) => path !== taken);
    expect(placed).toEqual(['NFe/1.xml', 'CTe/4.xml', 'CFe/6.xml', 'CTe/5.xml', 'NFe/3.xml']);
  });

  describe('of contents that were verified a moment ago', () => {
    const rows = [rowTo('NFe/1.xml', 1), rowTo('NFe/2.xml', 2)];
    const other = Buffer.from('<outro/>');
    const otherHash = createHash('sha256').update(other).digest('hex');

    /** Two deliveries, of which the second one's content is another; and what was read of the archive for them. */
    async function copied(contents: VerifiedContents, archived: Buffer) {
      const memory = openMemoryRoot('archive');
      const read: string[] = [];
      const archive: FileRoot = {
        ...memory,
        readMany: (paths, options) => {
          read.push(...paths.map((path) => path.join('/')));
          return memory.readMany(paths, options);
        },
      };
      const share = openMemoryRoot('import');
      const batch = rows.map((row) => (row.id === 2 ? { ...row, contentSha256: otherHash } : row));
      await archive.writeVerified(fromStored('2026/1.xml'), archived);
      await archive.writeVerified(fromStored('2026/2.xml'), other);
      const copier = new BatchCopier({ archive, import: share, cancelled: share }, contents);
      const { outcomes } = await copier.copy(batch, new AbortController().signal);
      return { outcomes, read, delivered: (path: string) => share.files.get(path)?.bytes };
    }

    it('reads none of them over the network again, and forgets them once they are delivered', async () => {
      const contents = new VerifiedContents();
      contents.keep(sha256, bytes);
      contents.keep(otherHash, other);
      const { outcomes, read } = await copied(contents, bytes);
      expect(outcomes.map(({ is }) => is)).toEqual(['delivered', 'delivered']);
      expect(read).toEqual([]);
      expect(contents.bytes).toBe(0);
    });

    it('reads what is not kept', async () => {
      const contents = new VerifiedContents();
      contents.keep(sha256, bytes);
      const { outcomes, read } = await copied(contents, bytes);
      expect(outcomes.map(({ is }) => is)).toEqual(['delivered', 'delivered']);
      expect(read).toEqual(['2026/2.xml']);
    });

    it('delivers what the ledger holds, also where the file in the archive was altered meanwhile', async () => {
      const contents = new VerifiedContents();
      contents.keep(sha256, bytes);
      const { outcomes, delivered } = await copied(contents, Buffer.from('<alterado/>'));
      expect(outcomes[0]).toEqual({ is: 'delivered', size: bytes.length, sha256, placement: 'placed' });
      expect(delivered('NFe/1.xml')).toEqual(new Uint8Array(bytes));
    });

    it('never delivers kept bytes that are not what the ledger holds', async () => {
      const contents = new VerifiedContents();
      contents.keep(sha256, Buffer.from('<estragado/>'));
      const { outcomes, read, delivered } = await copied(contents, bytes);
      expect(outcomes[0]).toMatchObject({ is: 'delivered', sha256 });
      expect(read).toContain('2026/1.xml');
      expect(delivered('NFe/1.xml')).toEqual(new Uint8Array(bytes));
    });
  });

  describe('learns how many files a root takes at once', () => {
    const rows = Array.from({ length: 64 }, (_, index) => rowTo(`NFe/${String(index)}.xml`, index + 1));

    /** The numbers with which two batches were read from an archive that answers like this. */
    async function numbers(code: ErrorCode, begun: (index: number) => boolean, stop: boolean): Promise<number[]> {
      const used: number[] = [];
      const abort = new AbortController();
      const archive: FileRoot = {
        ...openMemoryRoot('archive'),
        readMany: (paths, options) => {
          used.push(options?.concurrency ?? 0);
          if (stop) abort.abort();
          return Promise.resolve(
            paths.map((_, index) => ({ ok: false, error: new MaloteError(code), begun: begun(index) })),
          );
        },
      };
      const share = openMemoryRoot('import');
      const copier = new BatchCopier({ archive, import: share, cancelled: share }, new VerifiedContents());
      await copier.copy(rows, abort.signal);
      await copier.copy(rows, new AbortController().signal);
      return used;
    }

    it('from a batch that was carried out', async () => {
      expect((await numbers('SHARE_BAD_PATH', () => true, false)).at(-1)).toBeGreaterThan(FIRST_IN_FLIGHT);
    });

    it('from the trouble of the files that were begun', async () => {
      expect((await numbers('SHARE_TIMEOUT', (index) => index === 0, false)).at(-1)).toBe(FIRST_IN_FLIGHT / 2);
    });

    it.each([
      ['nothing was begun', 'CANCELLED', false, false],
      ['no agent could be started', 'SHARE_AGENT_FAILED', false, false],
      ['it was stopped on its way', 'CANCELLED', true, true],
    ] as const)('and nothing where %s', async (_what, code, begun, stop) => {
      expect(await numbers(code, () => begun, stop)).toEqual([FIRST_IN_FLIGHT, FIRST_IN_FLIGHT]);
    });
  });
});
