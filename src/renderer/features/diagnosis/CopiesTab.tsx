import { useCallback, type ReactNode } from 'react';
import { Archive, Copy, ShieldCheck } from 'lucide-react';
import type { BackupView } from '../../../shared/ipc/backups';
import type { JobKind } from '../../../shared/jobs';
import { size } from '../../../shared/messages/pt-BR/amounts';
import { dayAndMinute } from '../../../shared/messages/pt-BR/moments';
import { count } from '../../../shared/messages/pt-BR/numbers';
import { AnsweredTable } from '../../components/AnsweredTable';
import { Button } from '../../components/Button';
import { Nothing } from '../../components/Nothing';
import { Status, type Tone } from '../../components/Status';
import type { Column } from '../../components/Table';
import { t } from '../../i18n';
import { useConsole, useServices } from '../../state/services';
import { useAnswer } from '../../state/use-answer';
import { useLive } from '../../state/use-live';
import { useTask } from '../../state/use-task';
import styles from './CopiesTab.module.css';

type CopyColumn = 'at' | 'documents' | 'size' | 'proof';

const words = t.diagnosis.copies;
const keyOf = ({ id }: BackupView): string => id;

const COLUMNS: readonly Column<BackupView, CopyColumn>[] = [
  {
    key: 'at',
    title: words.columns.at,
    width: 'minmax(160px, 1fr)',
    render: ({ id, createdAt }) => <span title={id}>{createdAt === null ? id : dayAndMinute(createdAt)}</span>,
  },
  {
    key: 'proof',
    title: words.columns.proof,
    width: 'minmax(220px, 1fr)',
    render: (copy) => (
      <Status tone={toneOf(copy)}>
        <span title={copy.error?.message}>{words.proof(copy)}</span>
      </Status>
    ),
  },
  {
    key: 'documents',
    title: words.columns.documents,
    width: '112px',
    align: 'end',
    render: ({ documents }) => (documents === null ? <Nothing /> : count(documents)),
  },
  {
    key: 'size',
    title: words.columns.size,
    width: '96px',
    align: 'end',
    render: ({ bytes }) => (bytes === null ? <Nothing /> : size(bytes)),
  },
];

function toneOf({ error, proof }: BackupView): Tone {
  if (error !== null || proof?.ok === false) return 'bad';
  return proof === null ? 'neutral' : 'good';
}

/** The copies of the workspace: when each was made, how large it is, and whether it was proven. */
export function CopiesTab(): ReactNode {
  const { client } = useServices();
  const atWork =
    useConsole(
      ({ jobs }) => jobs.flatMap(({ kind, endedAt }) => (isOfCopies(kind) && endedAt === null ? [kind] : []))[0],
    ) ?? null;
  // listed anew when a copy or a proof begins or ends
  const ask = useCallback(() => client.engine.listBackups(), [client, atWork]);
  const answer = useAnswer<readonly BackupView[]>(ask);
  const live = useLive();
  const { busy, run } = useTask();
  const start = (kind: 'backup' | 'backup-proof'): void => run(() => client.engine.startJob({ kind }));
  const isIdle = live && atWork === null;
  const hasCopies = answer.state === 'loaded' && answer.value.length > 0;
  return (
    <div className={styles['tab']}>
      <div className={styles['bar']}>
        <p className={styles['hint']}>{atWork === null ? words.restore : words.atWork[atWork]}</p>
        <Button icon={ShieldCheck} busy={busy} disabled={!isIdle || !hasCopies} onClick={() => start('backup-proof')}>
          {words.prove}
        </Button>
        <Button icon={Copy} look="primary" busy={busy} disabled={!isIdle} onClick={() => start('backup')}>
          {words.now}
        </Button>
      </div>
      <div className={styles['list']}>
        <AnsweredTable
          name="copies"
          answer={answer}
          label={words.label}
          columns={COLUMNS}
          rowKey={keyOf}
          empty={{ icon: Archive, title: words.noneTitle, text: words.none }}
        />
      </div>
    </div>
  );
}

function isOfCopies(kind: JobKind): kind is 'backup' | 'backup-proof' {
  return kind === 'backup' || kind === 'backup-proof';
}
