import type { ReactNode } from 'react';
import type { AuditFigures, AuditView } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { Figures, type Figure } from '../../../components/Figures';
import { Select } from '../../../components/Select';
import { Badge } from '../../../components/Status';
import { moment } from '../../../../shared/messages/pt-BR/moments';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useConsole, useServices, useUi } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import { changeOrphans } from '../show';
import styles from './AuditTab.module.css';

interface AuditHeadProps {
  readonly audit: AuditView;
  readonly audits: readonly AuditView[];
}

/** Which audit is in sight, and what its four witnesses say. */
export function AuditHead({ audit, audits }: AuditHeadProps): ReactNode {
  const { ui, now } = useServices();
  const comparedWith = useUi(({ orphans }) => orphans.comparedWith);
  const words = t.orphans.last;
  const listed = audits.some(({ id }) => id === audit.id) ? audits : [audit, ...audits];
  const option = ({ id, startedAt, scope }: AuditView): { value: string; label: string } => ({
    value: String(id),
    label: words.option(id, moment(startedAt, now()), words.scope(scope)),
  });
  const others = listed.filter(({ id }) => id < audit.id);
  return (
    <div className={styles['head']}>
      <div className={styles['which']}>
        <Select
          className={styles['audit']}
          aria-label={words.choose}
          data-testid="audit-choice"
          value={String(audit.id)}
          options={listed.map(option)}
          onChange={(id) =>
            changeOrphans(ui, { auditId: Number(id), comparedWith: null, category: null, companies: new Set() })
          }
        />
        <Ended audit={audit} />
        {others.length > 0 && (
          <Select
            className={styles['other']}
            aria-label={words.compare}
            data-testid="audit-compare"
            value={comparedWith === null ? '' : String(comparedWith)}
            options={[{ value: '', label: `${words.compare}…` }, ...others.map(option)]}
            onChange={(id) => changeOrphans(ui, { comparedWith: id === '' ? null : Number(id) })}
          />
        )}
      </div>
      <Figures label={t.orphans.witnesses.label} figures={figuresOf(audit.figures)} />
    </div>
  );
}

function Ended({ audit }: { readonly audit: AuditView }): ReactNode {
  const { client, now } = useServices();
  const running = useConsole((state) => state.audit.running !== null) === true;
  const live = useLive();
  const { busy, run } = useTask();
  const { id, scope, outcome, full, endedAt, startedAt, figures } = audit;
  const words = t.orphans.last;
  const canResume = outcome === 'stopped' || outcome === 'interrupted';
  return (
    <div className={styles['facts']}>
      {outcome !== null && outcome !== 'complete' && <Badge tone="warn">{words.outcomes[outcome]}</Badge>}
      {full && <Badge tone="neutral">{words.full}</Badge>}
      <span title={words.scope(scope)}>{words.ended(moment(endedAt ?? startedAt, now()), figures.seconds)}</span>
      {canResume && (
        <Button
          small
          busy={busy}
          disabled={!live || running}
          onClick={() => run(() => client.engine.startJob({ kind: 'audit', scope, resume: id }))}
        >
          {words.resume}
        </Button>
      )}
    </div>
  );
}

/** What disagrees with the ledger is marked; a number that is merely smaller than promised is not yet an error of the disk. */
export function figuresOf(figures: AuditFigures): readonly Figure[] {
  const { promised, ledger, disk, handedOver, handedOverBefore, waiting, files, read, unchanged } = figures;
  const words = t.orphans.witnesses;
  return [
    { name: 'promised', label: words.promised, value: count(promised), tone: promised > ledger ? 'warn' : undefined },
    { name: 'ledger', label: words.ledger, value: count(ledger) },
    { name: 'disk', label: words.disk, value: count(disk), tone: disk === ledger ? undefined : 'warn' },
    {
      name: 'handed-over',
      label: words.handedOver,
      value: count(handedOver),
      tone: handedOver + waiting < ledger ? 'warn' : undefined,
      note: handedOverBefore > 0 ? words.before(handedOverBefore) : handedOver > 0 ? words.verified : undefined,
    },
    ...(waiting > 0 ? [{ name: 'waiting', label: words.waiting, value: count(waiting), note: words.waitingNote }] : []),
    { name: 'files', label: words.files, value: count(files), note: words.filesNote(read, unchanged) },
  ];
}
