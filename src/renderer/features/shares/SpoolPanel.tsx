import type { ReactNode } from 'react';
import { HardDriveDownload } from 'lucide-react';
import { Button } from '../../components/Button';
import { Progress } from '../../components/Progress';
import { age } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import { useConsole, useServices } from '../../state/services';
import { useMinute } from '../../state/use-minute';
import { Panel } from './Panel';
import styles from './Panel.module.css';

/** Pages that wait on this computer for the archive, and what that means. */
export function SpoolPanel(): ReactNode {
  const spool = useConsole((state) => state.spool);
  const away = useConsole(({ shares }) =>
    shares.some(({ root, state }) => root === 'archive' && (state === 'down' || state === 'recovering')),
  );
  const { ui } = useServices();
  const now = useMinute();
  const words = t.shares.spool;
  if (spool === null) return null;
  const { pages, bytes, limitBytes, oldestAt, full } = spool;
  return (
    <Panel title={words.title} icon={HardDriveDownload} testId="spool">
      {pages === 0 && !full ? (
        <p className={styles['quiet']}>{words.empty}</p>
      ) : (
        <>
          <p className={styles['message']} data-tone={full ? 'bad' : away === true ? 'warn' : 'active'}>
            {full ? words.full : away === true ? words.meaning : words.draining}
          </p>
          <div className={styles['progress']}>
            <Progress
              label={words.used}
              share={limitBytes === 0 ? null : bytes / limitBytes}
              tone={full ? 'warn' : 'active'}
            />
            <p className={styles['line']}>
              <span>{words.pages(pages)}</span>
              <span className={styles['quiet']}>{words.usedOf(bytes, limitBytes)}</span>
            </p>
            {oldestAt !== null && <p className={styles['note']}>{words.oldest(age(oldestAt, now))}</p>}
          </div>
          {full && (
            <div>
              <Button small onClick={() => ui.setState({ screen: 'settings' })}>
                {words.change}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
