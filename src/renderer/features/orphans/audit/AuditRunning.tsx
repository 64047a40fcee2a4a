import type { ReactNode } from 'react';
import type { AuditProgress } from '../../../../shared/ipc/audit';
import { UnderWay } from '../../../components/UnderWay';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';

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
    <UnderWay
      label={words.progress}
      phase={words[phase]}
      facts={[words.files(files, expected), words.read(read, bytes), words.findings(findings)]}
      elapsed={words.elapsed(elapsedSeconds)}
      share={share}
      live={live}
      stop={{ label: words.stop, busy, onPress: () => run(() => client.engine.stopJob({ kind: 'audit', how: 'now' })) }}
      testId="audit-running"
    />
  );
}
