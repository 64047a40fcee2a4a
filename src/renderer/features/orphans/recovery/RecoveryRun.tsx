import { useState, type ReactNode } from 'react';
import { Pause, Play, ScanSearch, Square } from 'lucide-react';
import { MaloteError } from '../../../../shared/errors';
import type { AuditScope } from '../../../../shared/ipc/audit';
import type { ConsoleClient } from '../../../../shared/ipc/client';
import type { RecoverySummary, RecoveryTally, RecoveryView } from '../../../../shared/ipc/recovery';
import type { ShareRoot } from '../../../../shared/ipc/shares';
import { Button } from '../../../components/Button';
import { Figures, type Figure } from '../../../components/Figures';
import { Progress } from '../../../components/Progress';
import { Badge } from '../../../components/Status';
import { Tabs } from '../../../components/Tabs';
import { speed } from '../../../../shared/messages/pt-BR/amounts';
import { count } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useConsole, useServices } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { useTask } from '../../../state/use-task';
import { BatchHead } from '../BatchHead';
import { changeOrphans } from '../show';
import { ExportButtons } from './ExportButtons';
import { PlanCompanies } from './PlanCompanies';
import { RecoveryItems } from './RecoveryItems';
import { SummaryReport } from './SummaryReport';
import { RECOVERY_TONES } from './tones';
import styles from './Recovery.module.css';

/** So many of the latest audits are looked through. */
const LISTED = 200;

/** A recovery that has begun: how far it is, or what it has done. */
export function RecoveryRun({ recovery }: { readonly recovery: RecoveryView }): ReactNode {
  const [list, setList] = useState<'items' | 'companies'>('items');
  const { state, progress, summary, error } = recovery;
  const atWork = state === 'running' || state === 'paused';
  const words = t.recovery.preview;
  return (
    <div className={styles['tab']} data-testid="recovery-run">
      <Head recovery={recovery} />
      {error !== null && (
        <p className={styles['message']} data-tone="bad" role="alert">
          {error.message} {error.action}
        </p>
      )}
      {atWork && progress !== null && <Working state={state} progress={progress} />}
      {!atWork && <Outcome recovery={recovery} />}
      {!atWork && summary !== null && <SummaryReport summary={summary} log={recovery.log} />}
      <div className={styles['lists']}>
        <Tabs
          label={words.tabs.label}
          value={list}
          onChange={setList}
          tabs={[
            {
              value: 'items',
              label: words.tabs.items,
              content: list === 'items' && <RecoveryItems recovery={recovery} />,
            },
            {
              value: 'companies',
              label: words.tabs.companies,
              content: list === 'companies' && <PlanCompanies recovery={recovery} busy={false} />,
            },
          ]}
        />
      </div>
    </div>
  );
}

function Head({ recovery: { id, auditId, state } }: { readonly recovery: RecoveryView }): ReactNode {
  const words = t.recovery;
  return (
    <BatchHead
      title={words.title(id)}
      state={
        <span role="status" aria-label={words.progress.announce(words.states[state])}>
          <Badge tone={RECOVERY_TONES[state]}>{words.states[state]}</Badge>
        </span>
      }
      note={words.ofAudit(auditId)}
    >
      <ExportButtons recoveryId={id} />
      <Controls auditId={auditId} id={id} state={state} />
    </BatchHead>
  );
}

interface ControlsProps {
  readonly id: number;
  /** The audit that it was planned from. */
  readonly auditId: number;
  readonly state: RecoveryView['state'];
}

function Controls({ id, auditId, state }: ControlsProps): ReactNode {
  const { client, ui } = useServices();
  const live = useLive();
  const auditing = useConsole(({ audit }) => audit.running !== null) === true;
  const { busy, run } = useTask();
  const words = t.recovery.actions;
  switch (state) {
    case 'running':
    case 'paused':
      return (
        <>
          {state === 'running' ? (
            <Button
              icon={Pause}
              busy={busy}
              disabled={!live}
              onClick={() => run(() => client.engine.pauseJob({ kind: 'recovery' }))}
            >
              {words.pause}
            </Button>
          ) : (
            <Button
              icon={Play}
              busy={busy}
              disabled={!live}
              onClick={() => run(() => client.engine.resumeJob({ kind: 'recovery' }))}
            >
              {words.resume}
            </Button>
          )}
          <Button
            icon={Square}
            busy={busy}
            disabled={!live}
            onClick={() => run(() => client.engine.stopJob({ kind: 'recovery', how: 'now' }))}
          >
            {words.stop}
          </Button>
        </>
      );
    case 'stopped':
    case 'interrupted':
      return (
        <Button
          look="primary"
          icon={Play}
          busy={busy}
          disabled={!live}
          data-testid="carry-on-recovery"
          onClick={() => run(() => client.engine.startJob({ kind: 'recovery', recoveryId: id }))}
        >
          {words.carryOn}
        </Button>
      );
    case 'complete':
      return (
        <Button
          icon={ScanSearch}
          busy={busy}
          disabled={!live || auditing}
          onClick={() =>
            run(async () => {
              await client.engine.startJob({ kind: 'audit', ...(await sameAudit(client, auditId)) });
              changeOrphans(ui, { tab: 'audit', auditId: null, category: null });
            })
          }
        >
          {words.auditAgain}
        </Button>
      );
    case 'planned':
      return null;
  }
}

interface WorkingProps {
  readonly state: RecoveryView['state'];
  readonly progress: NonNullable<RecoveryView['progress']>;
}

/** Files that are settled, whatever became of them. */
function settledOf({ copied, skipped, mismatch, failed }: RecoveryTally): number {
  return copied + skipped + mismatch + failed;
}

function Working({ state, progress }: WorkingProps): ReactNode {
  const live = useLive();
  const { files, bytes, perSecond, etaSeconds, waitingFor } = progress;
  const done = settledOf(files);
  const words = t.recovery.progress;
  const waits = waitingFor.length > 0;
  return (
    <section aria-label={words.region}>
      {waits && (
        <p className={styles['message']} data-tone="warn" role="status">
          {words.waitingFor(namesOf(waitingFor))}
        </p>
      )}
      {state === 'paused' && (
        <p className={styles['message']} data-tone="warn">
          {words.paused}
        </p>
      )}
      <div className={styles['progress']}>
        <div className={styles['line']}>
          <strong>{words.files(done, files.total)}</strong>
          <span className={styles['quiet']}>{words.bytes(settledOf(bytes), bytes.total)}</span>
          {perSecond !== null && state === 'running' && (
            <span className={styles['quiet']}>{words.perSecond(speed(perSecond))}</span>
          )}
          {etaSeconds !== null && state === 'running' && !waits && (
            <span className={styles['end']}>
              {words.eta} {words.left(etaSeconds)}
            </span>
          )}
        </div>
        <Progress
          label={words.bar}
          share={files.total === 0 ? null : done / files.total}
          tone={!live || state === 'paused' || waits ? 'still' : 'active'}
        />
      </div>
      <div className={styles['figures']}>
        <Figures label={words.region} figures={tallyFigures(progress)} />
      </div>
    </section>
  );
}

function namesOf(roots: readonly ShareRoot[]): string {
  return roots.map((root) => t.shares.roots[root]).join(', ');
}

function tallyFigures({ files, fetched }: NonNullable<RecoveryView['progress']>): readonly Figure[] {
  const words = t.recovery.progress;
  return [
    { name: 'copied', label: words.copied, value: count(files.copied), tone: files.copied > 0 ? 'good' : undefined },
    { name: 'skipped', label: words.skipped, value: count(files.skipped) },
    {
      name: 'mismatch',
      label: words.mismatch,
      value: count(files.mismatch),
      tone: files.mismatch > 0 ? 'warn' : undefined,
    },
    { name: 'failed', label: words.failed, value: count(files.failed), tone: files.failed > 0 ? 'bad' : undefined },
    { name: 'fetched', label: words.fetched, value: count(fetched) },
  ];
}

function Outcome({ recovery: { state, summary } }: { readonly recovery: RecoveryView }): ReactNode {
  const words = t.recovery.report;
  const { tone, text } = outcomeOf(state, summary, words);
  return (
    <p className={styles['message']} data-tone={tone} role="status" data-testid="recovery-outcome">
      {text}
    </p>
  );
}

function outcomeOf(
  state: RecoveryView['state'],
  summary: RecoverySummary | null,
  words: typeof t.recovery.report,
): { readonly tone: 'good' | 'warn' | 'bad'; readonly text: string } {
  if (state === 'stopped') return { tone: 'warn', text: words.stopped };
  if (state === 'interrupted') return { tone: 'warn', text: words.interrupted };
  if (summary === null) return { tone: 'good', text: t.recovery.states.complete };
  const { copied, skipped, failed, mismatch } = summary.files;
  const troubles = words.troubles(failed, mismatch);
  const done = words.complete(copied, skipped);
  if (troubles === '') return { tone: 'good', text: done };
  return { tone: failed > 0 ? 'bad' : 'warn', text: `${done} ${troubles}.` };
}

/** The audit that a recovery rests on, to be made again: of the same months and companies, no more and no less. */
async function sameAudit(client: ConsoleClient, auditId: number): Promise<{ readonly scope: AuditScope }> {
  const audits = await client.engine.listAudits({ limit: LISTED });
  const audit = audits.find(({ id }) => id === auditId);
  if (audit === undefined) throw new MaloteError('AUDIT_UNKNOWN', { id: auditId });
  return { scope: audit.scope };
}
