import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, ScanSearch } from 'lucide-react';
import type { AuditView, FindingGroup } from '../../../../shared/ipc/audit';
import { EmptyState } from '../../../components/EmptyState';
import { LoadFailed, Loading } from '../../../components/Loading';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { useAnswer } from '../../../state/use-answer';
import { AuditHead } from './AuditHead';
import { AuditRunning } from './AuditRunning';
import { CategoryList } from './CategoryList';
import { Comparison } from './Comparison';
import { firstFound, openCounts } from './categories';
import { FindingsPane } from './FindingsPane';
import { PlanBar } from './PlanBar';
import styles from './AuditTab.module.css';

const NONE: readonly AuditView[] = [];
/** So many of the latest audits can be chosen. */
const LISTED = 100;

/** One audit: what the witnesses say, and each thing on which they disagree. */
export function AuditTab(): ReactNode {
  const { client } = useServices();
  const last = useConsole(({ audit }) => audit.last);
  const running = useConsole(({ audit }) => audit.running);
  const chosen = useUi(({ orphans }) => orphans.auditId);
  const lastId = last?.id ?? null;
  // listed anew when another one has ended
  const ask = useCallback(
    () => (lastId === null ? Promise.resolve(NONE) : client.engine.listAudits({ limit: LISTED })),
    [client, lastId],
  );
  const audits = useAnswer<readonly AuditView[]>(ask).value ?? NONE;
  const audit = (chosen === null ? undefined : audits.find(({ id }) => id === chosen)) ?? last;
  return (
    <div className={styles['tab']}>
      {running !== null && <AuditRunning progress={running} />}
      <AuditError />
      {audit === null ? (
        <NoAudit first={running !== null} />
      ) : (
        <>
          <AuditHead audit={audit} audits={audits} />
          <Findings key={audit.id} audit={audit} audits={audits} />
        </>
      )}
    </div>
  );
}

function NoAudit({ first }: { readonly first: boolean }): ReactNode {
  const words = first ? t.orphans.first : t.orphans.none;
  return (
    <EmptyState icon={ScanSearch} title={words.title}>
      {words.text}
    </EmptyState>
  );
}

function AuditError(): ReactNode {
  const error = useConsole(({ audit }) => audit.error);
  if (error === null) return null;
  return (
    <p className={styles['error']} role="alert">
      <CircleAlert aria-hidden />
      <span>
        <strong>{t.orphans.error.title}</strong> {error.message} {error.action}
      </span>
    </p>
  );
}

/** Whether what only the older one found has been looked at by the newer one, and the reverse. */
function lookedAtTheSame(older: AuditView, newer: AuditView): boolean {
  const isWhole = older.outcome === 'complete' && newer.outcome === 'complete';
  return isWhole && JSON.stringify(older.scope) === JSON.stringify(newer.scope);
}

/** Of an audit that did not come to its end, that nothing was found says nothing. */
function NothingFound({ whole }: { readonly whole: boolean }): ReactNode {
  const { title, text } = whole ? t.orphans.clean : t.orphans.cleanSoFar;
  return (
    <EmptyState icon={whole ? CircleCheck : CircleAlert} title={title}>
      {text}
    </EmptyState>
  );
}

interface FindingsProps {
  readonly audit: AuditView;
  readonly audits: readonly AuditView[];
}

function Findings({ audit, audits }: FindingsProps): ReactNode {
  const { client } = useServices();
  const comparedWith = useUi(({ orphans }) => orphans.comparedWith);
  const wanted = useUi(({ orphans }) => orphans.category);
  const mended = useConsole(({ recovery }) => `${String(recovery?.id ?? 0)} ${recovery?.state ?? ''}`);
  const { id } = audit;
  // asked anew when a recovery has begun or ended: what it mended is no longer to be mended
  const ask = useCallback(() => client.engine.auditGroups({ auditId: id }), [client, id, mended]);
  const groups = useAnswer<readonly FindingGroup[]>(ask);
  const [seen, setSeen] = useState<readonly FindingGroup[] | null>(null);
  // what was told stays in sight while it is asked for again
  if (groups.state === 'loaded' && groups.value !== seen) setSeen(groups.value);
  const counts = useMemo(() => (seen === null ? audit.counts : openCounts(seen)), [audit, seen]);
  const first = firstFound(counts) ?? firstFound(audit.counts);
  if (comparedWith !== null && comparedWith !== id) {
    const older = audits.find((one) => one.id === comparedWith);
    return <Comparison older={comparedWith} newer={id} alike={older !== undefined && lookedAtTheSame(older, audit)} />;
  }
  if (first === null) return <NothingFound whole={audit.outcome === 'complete'} />;
  const category = wanted ?? first;
  return (
    <>
      <div className={styles['body']}>
        <CategoryList counts={counts} current={category} />
        {groups.state === 'loading' && seen === null && <Loading>{t.common.loading}</Loading>}
        {groups.state === 'failed' && <LoadFailed {...groups.why} retryLabel={t.common.retry} onRetry={groups.retry} />}
        {groups.state !== 'failed' && seen !== null && (
          <FindingsPane key={category} audit={audit} category={category} groups={seen} />
        )}
      </div>
      {groups.state !== 'failed' && seen !== null && <PlanBar audit={audit} groups={seen} />}
    </>
  );
}
