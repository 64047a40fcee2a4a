import { useState, type ReactNode } from 'react';
import { FolderOpen } from 'lucide-react';
import type { WrittenFile } from '../../../../shared/ipc/history';
import { Button } from '../../../components/Button';
import { Select } from '../../../components/Select';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import styles from './Recovery.module.css';

type Format = 'powershell' | 'csv' | 'xlsx';
const FORMATS: readonly Format[] = ['powershell', 'csv', 'xlsx'];

/** Writes the plan as a file for people or for a machine without this program, and leads to its folder. */
export function ExportButtons({ recoveryId }: { readonly recoveryId: number }): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const [written, setWritten] = useState<WrittenFile | null>(null);
  const { busy, run } = useTask();
  const words = t.recovery.actions;
  const write = (format: Format): void =>
    run(async () => setWritten(await client.engine.exportRecovery({ recoveryId, format })));
  return (
    <>
      {written !== null && (
        <>
          <span className={styles['written']} role="status" title={written.shown}>
            {words.exported(written.name)}
          </span>
          <OpenReports />
        </>
      )}
      <Select<Format | ''>
        aria-label={words.export}
        data-testid="export-plan"
        value=""
        disabled={busy || !live}
        options={[
          { value: '', label: words.exportChoose },
          ...FORMATS.map((value) => ({ value, label: words[value] })),
        ]}
        onChange={(format) => {
          if (format !== '') write(format);
        }}
      />
    </>
  );
}

/** Opens the folder of the files that were written for people. */
export function OpenReports(): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  return (
    <Button
      small
      icon={FolderOpen}
      busy={busy}
      onClick={() => run(() => client.main.openFolder({ folder: 'reports' }))}
    >
      {t.recovery.actions.openReports}
    </Button>
  );
}
