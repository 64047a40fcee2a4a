import type { ReactNode } from 'react';
import type { AuditProgress } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { Progress } from '../../../components/Progress';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import styles from './AuditTab.module.css';

/** An audit under way: how far it is, and the way to stop it. */
export function AuditRunning({ progress }: { readonly progress: AuditProgress }): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const { busy, run } = useTask();
  const { phase, files, expected, read, bytes, findings, elapsedSeconds } = progress;
  const words = t.orphans.running;
  // the ledger's part is short and has no share; more files than were expected tell nothing either
  const share = phase === 'disk' && expected !== null && expected > files ? files / expected : null;
  return (
    <section className={styles['running']} aria-label={words.progress} data-testid="audit-running">
      <div className={styles['line']}>
        <span className={styles['phase']} role="status">
          {words[phase]}
        </span>
        <span>{words.files(files, expected)}</span>
        <span>{words.read(read, bytes)}</span>
        <span>{words.findings(findings)}</span>
        <span className={styles['end']}>{words.elapsed(elapsedSeconds)}</span>
        <Button small busy={busy} disabled={!live} onClick={() => run(() => client.engine.stopAudit())}>
          {words.stop}
        </Button>
      </div>
      <Progress thin label={words.progress} share={share} tone={live ? 'active' : 'still'} />
    </section>
  );
}
