import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WrittenFile } from '../../../../shared/ipc/history';
import type { RecoveryRow } from '../../../ledger';
import { ReportFolder, stamp } from '../../../reports';
import type { RecoveryServiceOptions } from '../place';
import { powershellScript } from './powershell';
import { itemsOf, planSheet } from './table';

/**
 * Writes a plan into the workspace's folder of reports, whole or not at all.
 * @throws MaloteError SHARE_* when the disk does not take it
 */
export function exportPlan(
  { ledger, workspace, clock, within }: RecoveryServiceOptions,
  recovery: RecoveryRow,
  format: 'powershell' | 'csv' | 'xlsx',
): Promise<WrittenFile> {
  const folder = new ReportFolder(workspace);
  const stem = `recuperacao-${String(recovery.id)}-${stamp(new Date(clock.now()))}`;
  if (format !== 'powershell') return folder.table(stem, format, [planSheet(ledger, recovery.id)]);
  return within(({ roots }) =>
    folder.write(stem, '.ps1', async (output) => {
      const locations = {
        archive: roots.archive.location,
        import: roots.import.location,
        cancelled: roots.cancelled.location,
      };
      await writeAll(output, powershellScript(itemsOf(ledger, recovery.id), recovery, locations));
    }),
  );
}

async function writeAll(output: NodeJS.WritableStream, texts: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(texts), output);
}
