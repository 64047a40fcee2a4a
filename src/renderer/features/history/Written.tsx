import type { ReactNode } from 'react';
import { FolderOpen } from 'lucide-react';
import type { WrittenFile } from '../../../shared/ipc/history';
import { Button } from '../../components/Button';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useTask } from '../../state/use-task';
import styles from './History.module.css';

/** A file that has just been written, and the way to it. */
export function Written({ file }: { readonly file: WrittenFile }): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  return (
    <div className={styles['line']}>
      <span className={styles['written']} role="status" title={file.shown}>
        {t.history.report.written(file.name)}
      </span>
      <Button
        small
        icon={FolderOpen}
        busy={busy}
        onClick={() => run(() => client.main.openFolder({ folder: 'reports' }))}
      >
        {t.history.report.open}
      </Button>
    </div>
  );
}
