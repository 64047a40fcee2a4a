import { useRef, useState, type ReactNode } from 'react';
import { PackageCheck } from 'lucide-react';
import type { RecoveryOptions, RecoveryView } from '../../../../shared/ipc/recovery';
import { Button } from '../../../components/Button';
import { Checkbox } from '../../../components/Checkbox';
import { Figures, type Figure } from '../../../components/Figures';
import { Tabs } from '../../../components/Tabs';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { count, roughly } from '../../../../shared/messages/pt-BR/numbers';
import { t } from '../../../i18n';
import { useServices, useUi } from '../../../state/services';
import { useLive } from '../../../state/use-live';
import { tellFailure } from '../../../state/failure';
import { useTask } from '../../../state/use-task';
import { shortMonth } from '../audit/months';
import { changeOrphans } from '../show';
import { BatchHead } from '../BatchHead';
import { ExportButtons } from './ExportButtons';
import { optionsInRange, OptionsFields } from './OptionsFields';
import { PlanCompanies, type Narrow } from './PlanCompanies';
import { RecoveryItems } from './RecoveryItems';
import styles from './Recovery.module.css';

const words = t.recovery.preview;

/** What a recovery would do, to be narrowed and confirmed. Nothing has been done yet. */
export function PlanPreview({ recovery }: { readonly recovery: RecoveryView }): ReactNode {
  const { client } = useServices();
  const live = useLive();
  const [options, setOptions] = useState<RecoveryOptions>(recovery.options);
  const [list, setList] = useState<'companies' | 'items'>('companies');
  const narrowing = useNarrowing(recovery.id);
  const { narrow } = narrowing;
  const executing = useTask();
  const { id, deliver, fetch } = recovery;
  return (
    <div className={styles['tab']} data-testid="plan-preview">
      <Head recovery={recovery} />
      <div className={styles['figures']}>
        <Figures label={words.region} figures={planFigures(recovery)} />
      </div>
      <Route recovery={recovery} />
      <WholeKindsAndMonths recovery={recovery} busy={narrowing.busy} narrow={narrow} />
      <div className={styles['lists']}>
        <Tabs
          label={words.tabs.label}
          value={list}
          onChange={setList}
          tabs={[
            {
              value: 'companies',
              label: words.tabs.companies,
              content: list === 'companies' && (
                <PlanCompanies recovery={recovery} busy={narrowing.busy} narrow={narrow} />
              ),
            },
            {
              value: 'items',
              label: words.tabs.items,
              content: list === 'items' && (
                <RecoveryItems key={narrowing.failures} recovery={recovery} narrow={narrow} />
              ),
            },
          ]}
        />
      </div>
      <div className={styles['bar']}>
        <OptionsFields options={options} onChange={setOptions} />
        <Button
          look="primary"
          icon={PackageCheck}
          busy={executing.busy || narrowing.busy}
          disabled={!live || !optionsInRange(options) || deliver.items + fetch.items === 0}
          data-testid="execute-recovery"
          title={words.note}
          onClick={() => executing.run(() => client.engine.startJob({ kind: 'recovery', recoveryId: id, options }))}
        >
          {t.recovery.actions.execute}
        </Button>
      </div>
    </div>
  );
}

interface Narrowing {
  readonly busy: boolean;
  readonly narrow: Narrow;
  /** How often the engine has refused: what was ticked then is not what the plan holds. */
  readonly failures: number;
}

/** Narrows the plan step by step, in the order in which it was asked, however quickly one ticks. */
function useNarrowing(recoveryId: number): Narrowing {
  const services = useServices();
  const { client, ui } = services;
  const turn = useRef<Promise<void>>(Promise.resolve());
  const [waiting, setWaiting] = useState(0);
  const [failures, setFailures] = useState(0);
  const narrow: Narrow = (change) => {
    setWaiting((before) => before + 1);
    turn.current = turn.current
      .then(async () => {
        changeOrphans(ui, { plan: await client.engine.narrowRecovery({ recoveryId, ...change }) });
      })
      .catch((error: unknown) => {
        tellFailure(services, error);
        setFailures((before) => before + 1);
      })
      .finally(() => setWaiting((before) => before - 1));
  };
  return { busy: waiting > 0, narrow, failures };
}

function Head({ recovery: { id, auditId, deliver, fetch } }: { readonly recovery: RecoveryView }): ReactNode {
  return (
    <BatchHead
      title={t.recovery.title(id)}
      note={`${t.recovery.ofAudit(auditId)} · ${deliver.items + fetch.items === 0 ? words.nothing : words.note}`}
    >
      <ExportButtons recoveryId={id} />
    </BatchHead>
  );
}

function planFigures({ deliver, fetch, seconds, excluded }: RecoveryView): readonly Figure[] {
  const { least, most } = fetch.requests;
  return [
    { name: 'deliver', label: words.deliver, value: count(deliver.items), note: size(deliver.bytes) },
    {
      name: 'fetch',
      label: words.fetch,
      value: count(fetch.items),
      note: fetch.items === 0 ? undefined : words.requests(least, most),
      tone: fetch.items > 0 ? 'warn' : undefined,
    },
    {
      name: 'seconds',
      label: words.seconds,
      value: seconds === null ? words.unknown : roughly(seconds),
      note: seconds === null ? words.unknownNote : undefined,
    },
    { name: 'excluded', label: words.excluded, value: count(excluded) },
  ];
}

function Route({ recovery: { from, to, fetch } }: { readonly recovery: RecoveryView }): ReactNode {
  const targets = to.join(' · ');
  return (
    <dl className={styles['route']}>
      <dt>{words.from}</dt>
      <dd title={from}>{from}</dd>
      <dt>{words.to}</dt>
      <dd title={targets}>
        {targets}
        {fetch.items > 0 && <span className={styles['quiet']}> · {words.toArchive}</span>}
      </dd>
    </dl>
  );
}

interface WholeProps {
  readonly recovery: RecoveryView;
  readonly busy: boolean;
  readonly narrow: Narrow;
}

/** Whole kinds and months; without a second one there is nothing to choose. */
function WholeKindsAndMonths({ recovery: { kinds, months }, busy, narrow }: WholeProps): ReactNode {
  const { ui } = useServices();
  const leftOut = useUi(({ orphans }) => orphans.leftOut);
  const change = (what: 'kinds' | 'months', value: string, include: boolean): void => {
    const next = new Set(leftOut);
    if (include) next.delete(`${what} ${value}`);
    else next.add(`${what} ${value}`);
    changeOrphans(ui, { leftOut: next });
    narrow({ include, [what]: [value] });
  };
  const choices = (what: 'kinds' | 'months', values: readonly string[], shown: (value: string) => string): ReactNode =>
    values.length > 1 && (
      <fieldset>
        <legend>{words[what]}</legend>
        {values.map((value) => (
          <Checkbox
            key={value}
            checked={!leftOut.has(`${what} ${value}`)}
            disabled={busy}
            onChange={(include) => change(what, value, include)}
          >
            {shown(value)}
          </Checkbox>
        ))}
      </fieldset>
    );
  if (kinds.length < 2 && months.length < 2) return null;
  return (
    <div className={styles['narrow']} role="group" aria-label={words.narrow}>
      {choices('kinds', kinds, (kind) => kind)}
      {choices('months', months, shortMonth)}
    </div>
  );
}
