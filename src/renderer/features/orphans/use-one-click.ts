import { useEffect, useRef } from 'react';
import type { AuditBoard, AuditView } from '../../../shared/ipc/audit';
import { useConsole, useServices, useUi } from '../../state/services';
import { addToast } from '../../state/ui-store';
import { failureText } from '../../state/use-task';
import { useLive } from '../../state/use-live';
import { changeOrphans, showRecovery } from './show';

/** Whether an audit knows all orphans that the ledger knows now, so that a plan can be made of it. */
export function knowsTheOrphans(audit: AuditView | null, orphans: AuditBoard['orphans']): boolean {
  if (audit?.outcome !== 'complete') return false;
  return audit.scope.months === null && audit.scope.companies === null && audit.counts.orphan === orphans.documents;
}

/**
 * What "Recuperar" on the Painel set off: an audit where the last one does not know all orphans, then the plan. It goes on when one
 * comes back to the screen; a failure ends it with its reason.
 */
export function useOneClick(): void {
  const { client, ui } = useServices();
  const wanted = useUi(({ orphans }) => orphans.oneClick);
  const audit = useConsole((state) => state.audit);
  const live = useLive();
  /** What stood when an audit was begun for this; null while none has been. */
  const begun = useRef<Pick<AuditBoard, 'last' | 'error'> | null>(null);
  const asking = useRef(false);
  useEffect(() => {
    if (!wanted) {
      begun.current = null;
      return;
    }
    if (!live || audit === null || audit.running !== null || asking.current) return;
    const ask = (work: Promise<unknown>, last: boolean): void => {
      asking.current = true;
      work
        .catch((error: unknown) => {
          changeOrphans(ui, { oneClick: false });
          addToast(ui, { tone: 'bad', ...failureText(error) });
        })
        .finally(() => {
          asking.current = false;
          if (last) changeOrphans(ui, { oneClick: false });
        });
    };
    const { last, orphans, error } = audit;
    const giveUp = (): void => changeOrphans(ui, { oneClick: false, tab: 'audit', auditId: null });
    const before = begun.current;
    if (before !== null && error !== null && error !== before.error) {
      giveUp();
      return;
    }
    const audited = before !== null && last !== null && last.id !== before.last?.id;
    if (last !== null && (audited || knowsTheOrphans(last, orphans))) {
      if (last.outcome !== 'complete') {
        giveUp();
        return;
      }
      const planned = client.engine.planRecovery({ auditId: last.id, categories: ['orphan'] });
      ask(
        planned.then((plan) => showRecovery(ui, plan)),
        true,
      );
      return;
    }
    if (before !== null) return;
    begun.current = { last, error };
    ask(client.engine.startAudit({ scope: { months: null, companies: null } }), false);
  }, [wanted, audit, live, client, ui]);
}
