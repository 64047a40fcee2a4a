import { useCallback, useMemo, type ReactNode } from 'react';
import { ArchiveRestore } from 'lucide-react';
import type { RecoveryView } from '../../../../shared/ipc/recovery';
import { AnsweredTable } from '../../../components/AnsweredTable';
import { Nothing } from '../../../components/Nothing';
import { Status } from '../../../components/Status';
import { RowButton, type Column } from '../../../components/Table';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { moment } from '../../../../shared/messages/pt-BR/moments';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useConsole, useServices } from '../../../state/services';
import { useAnswer } from '../../../state/use-answer';
import { showRecovery } from '../show';
import { RECOVERY_TONES } from './tones';
import styles from './Recovery.module.css';

type EarlierColumn = 'created' | 'id' | 'state' | 'items' | 'bytes' | 'result';

const LISTED = 200;
const words = t.recovery.earlier;
const keyOf = ({ id }: RecoveryView): string => String(id);

/** Every recovery that was planned or done, newest first. */
export function EarlierTab(): ReactNode {
  const { client, ui, now } = useServices();
  const state = useConsole(({ recovery }) => (recovery === null ? '' : `${String(recovery.id)} ${recovery.state}`));
  // listed anew when one begins or ends
  const ask = useCallback(() => client.engine.listRecoveries({ limit: LISTED }), [client, state]);
  const answer = useAnswer<readonly RecoveryView[]>(ask);
  const columns = useMemo(
    () =>
      columnsOf(
        (recovery) => showRecovery(ui, recovery),
        (iso) => moment(iso, now()),
      ),
    [ui, now],
  );
  return (
    <AnsweredTable
      name="recoveries"
      answer={answer}
      label={words.label}
      columns={columns}
      rowKey={keyOf}
      empty={{ icon: ArchiveRestore, title: words.noneTitle, text: words.none }}
    />
  );
}

function columnsOf(
  onOpen: (recovery: RecoveryView) => void,
  when: (iso: string) => string,
): readonly Column<RecoveryView, EarlierColumn>[] {
  return [
    {
      key: 'created',
      title: words.columns.created,
      width: '120px',
      render: (recovery) => (
        <RowButton title={words.open(recovery.id)} onClick={() => onOpen(recovery)}>
          {when(recovery.startedAt ?? recovery.createdAt)}
        </RowButton>
      ),
    },
    { key: 'id', title: words.columns.id, width: '56px', align: 'end', render: ({ id }) => count(id) },
    {
      key: 'state',
      title: words.columns.state,
      width: '150px',
      render: ({ state }) => <Status tone={RECOVERY_TONES[state]}>{t.recovery.states[state]}</Status>,
    },
    {
      key: 'items',
      title: words.columns.items,
      width: '190px',
      align: 'end',
      render: ({ deliver, fetch }) => (
        <>
          {count(deliver.items)}
          {fetch.items > 0 && <span className={styles['quiet']}> {words.fetch(fetch.items)}</span>}
        </>
      ),
    },
    {
      key: 'bytes',
      title: words.columns.bytes,
      width: '90px',
      align: 'end',
      render: ({ deliver }) => size(deliver.bytes),
    },
    {
      key: 'result',
      title: words.columns.result,
      width: 'minmax(180px, 1fr)',
      render: ({ summary }) =>
        summary === null ? (
          <Nothing />
        ) : (
          <span title={t.recovery.report.exitWords(summary.exitCode)}>
            {t.recovery.report.complete(summary.files.copied, summary.files.skipped)}{' '}
            {t.recovery.report.troubles(summary.files.failed, summary.files.mismatch)}
          </span>
        ),
    },
  ];
}
