import { useCallback, useState, type ReactNode } from 'react';
import { FolderSync } from 'lucide-react';
import { openCounts, type AuditView } from '../../../../shared/ipc/audit';
import type { Correction } from '../../../../shared/ipc/recovery';
import { Button } from '../../../components/Button';
import { EmptyState } from '../../../components/EmptyState';
import { LoadFailed, Loading } from '../../../components/Loading';
import { Select } from '../../../components/Select';
import { moment } from '../../../../shared/messages/pt-BR/moments';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { useAnswer } from '../../../state/use-answer';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import { changeOrphans } from '../show';
import { CorrectionBatch } from './CorrectionBatch';
import { useCorrectionAtWork } from './use-correcting';
import styles from './Corrections.module.css';

const words = t.corrections;
/** So many of the latest can be chosen. */
const LISTED = 100;
const NONE = { misfiled: 0, renamed: 0, stray: 0 };

/** What an audit found in the wrong place, or outside of the ledger, put right by a person and not silently. */
export function CorrectionsTab(): ReactNode {
  const { client } = useServices();
  const wanted = useUi(({ orphans }) => orphans.correctionId);
  const correcting = useCorrectionAtWork()?.id ?? null;
  const [changes, setChanges] = useState(0);
  // listed anew after each change, and when what is at work has ended
  const ask = useCallback(() => client.engine.listCorrections({ limit: LISTED }), [client, changes, correcting]);
  const answer = useAnswer<readonly Correction[]>(ask);
  const [seen, setSeen] = useState<readonly Correction[] | null>(null);
  // what was listed stays in sight while it is asked for again
  if (answer.state === 'loaded' && answer.value !== seen) setSeen(answer.value);
  const shown = seen?.find(({ id }) => id === wanted) ?? seen?.[0];
  const changed = (): void => setChanges((before) => before + 1);
  return (
    <div className={styles['tab']} data-testid="corrections">
      <Lead all={seen ?? []} shown={shown} onProposed={changed} />
      {answer.state === 'failed' ? (
        <LoadFailed {...answer.why} retryLabel={t.common.retry} onRetry={answer.retry} />
      ) : seen === null ? (
        <Loading>{words.loading}</Loading>
      ) : shown === undefined ? (
        <EmptyState icon={FolderSync} title={words.none.title}>
          {words.none.text}
        </EmptyState>
      ) : (
        <CorrectionBatch key={shown.id} correction={shown} onChanged={changed} />
      )}
    </div>
  );
}

interface LeadProps {
  readonly all: readonly Correction[];
  readonly shown: Correction | undefined;
  readonly onProposed: () => void;
}

/** From which audit corrections can be proposed, and which earlier ones there are. */
function Lead({ all, shown, onProposed }: LeadProps): ReactNode {
  const { client, ui, now } = useServices();
  const live = useLive();
  const audit = useChosenAudit();
  const { busy, run } = useTask();
  // what has been put right since is no longer to be put right
  const { misfiled, renamed, stray } = audit === null ? NONE : openCounts(audit);
  const found = misfiled + renamed + stray;
  const propose = (auditId: number): void =>
    run(async () => {
      const { id } = await client.engine.proposeCorrections({ auditId });
      changeOrphans(ui, { correctionId: id });
      onProposed();
    });
  return (
    <div className={styles['lead']}>
      {shown !== undefined && (
        <Select
          className={styles['choice']}
          aria-label={words.choose}
          data-testid="correction-choice"
          value={String(shown.id)}
          options={all.map((one) => ({
            value: String(one.id),
            label: words.option(one, moment(one.appliedAt ?? one.proposedAt, now())),
          }))}
          onChange={(id) => changeOrphans(ui, { correctionId: Number(id) })}
        />
      )}
      <p>
        {audit === null ? (
          words.noAudit
        ) : (
          <>
            <strong>{words.ofAudit(audit.id)}</strong>{' '}
            {found === 0 ? words.nothing : words.lead(misfiled + renamed, stray)}
          </>
        )}
      </p>
      <Button
        look={shown === undefined && found > 0 ? 'primary' : 'secondary'}
        icon={FolderSync}
        busy={busy}
        disabled={!live || audit === null || found === 0}
        data-testid="propose-corrections"
        onClick={() => {
          if (audit !== null) propose(audit.id);
        }}
      >
        {words.propose}
      </Button>
    </div>
  );
}

/** The audit that was chosen on its tab, else the last one. */
function useChosenAudit(): AuditView | null {
  const { client } = useServices();
  const last = useConsole(({ audit }) => audit.last);
  const chosen = useUi(({ orphans }) => orphans.auditId);
  const ask = useCallback(
    () => (chosen === null ? Promise.resolve([]) : client.engine.listAudits({ limit: LISTED })),
    [client, chosen],
  );
  const audits = useAnswer<readonly AuditView[]>(ask).value;
  return audits?.find(({ id }) => id === chosen) ?? last;
}
