import { useCallback, useMemo, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, ScanSearch } from 'lucide-react';
import { openCounts, type AuditView, type FindingGroup } from '../../../../shared/ipc/audit';
import { EmptyState } from '../../../components/EmptyState';
import { LoadFailed, Loading } from '../../../components/Loading';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { useAnswer } from '../../../state/use-answer';
import { AuditHead } from './AuditHead';
import { AuditRunning } from './AuditRunning';
import { CategoryList } from './CategoryList';
import { Comparison } from './Comparison';
import { firstFound } from './categories';
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
          <Findings key={audit.id} audit={audit} />
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

function Findings({ audit }: { readonly audit: AuditView }): ReactNode {
  const { client } = useServices();
  const comparedWith = useUi(({ orphans }) => orphans.comparedWith);
  const wanted = useUi(({ orphans }) => orphans.category);
  const { id } = audit;
  const ask = useCallback(() => client.engine.auditGroups({ auditId: id }), [client, id]);
  const groups = useAnswer<readonly FindingGroup[]>(ask);
  const first = useMemo(() => firstFound(openCounts(audit)), [audit]);
  if (comparedWith !== null && comparedWith !== id) return <Comparison older={comparedWith} newer={id} />;
  if (first === null)
    return (
      <EmptyState icon={CircleCheck} title={t.orphans.clean.title}>
        {t.orphans.clean.text}
      </EmptyState>
    );
  const category = wanted ?? first;
  return (
    <>
      <div className={styles['body']}>
        <CategoryList audit={audit} current={category} />
        {groups.state === 'loading' && <Loading>{t.common.loading}</Loading>}
        {groups.state === 'failed' && <LoadFailed {...groups.why} retryLabel={t.common.retry} onRetry={groups.retry} />}
        {groups.state === 'loaded' && (
          <FindingsPane key={category} audit={audit} category={category} groups={groups.value} />
        )}
      </div>
      {groups.state === 'loaded' && <PlanBar audit={audit} groups={groups.value} />}
    </>
  );
}
