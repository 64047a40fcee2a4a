import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { SearchX } from 'lucide-react';
import type { RecoveryItem, RecoveryView } from '../../../../shared/ipc/recovery';
import { EmptyState } from '../../../components/EmptyState';
import { Inspected, InspectedFacts, Inspector } from '../../../components/Inspector';
import { Nothing } from '../../../components/Nothing';
import { PagedTable } from '../../../components/PagedTable';
import { Status, type Tone } from '../../../components/Status';
import { RowButton, Ticked, type Column } from '../../../components/Table';
import { size } from '../../../../shared/messages/pt-BR/amounts';
import { companyName } from '../../../format/companies';
import { t } from '../../../i18n';
import { copyText } from '../../../state/clipboard';
import { useServices, useUi } from '../../../state/services';
import { jobItems } from '../../../state/job-items';
import { usePages } from '../../../state/use-pages';
import { EvidenceButton } from '../../document';
import { shortMonth } from '../audit/months';
import type { Narrow } from './PlanCompanies';
import styles from './Recovery.module.css';

type ItemColumn = 'identity' | 'company' | 'month' | 'size' | 'action' | 'state';

interface RecoveryItemsProps {
  readonly recovery: RecoveryView;
  /** Absent: it has begun, and nothing can be left out any more. */
  readonly narrow?: Narrow;
}

const words = t.recovery.items;
const keyOf = ({ id }: RecoveryItem): string => String(id);

/** Every file of a recovery, with what became of it; before it begins, each can be left out. */
export function RecoveryItems({ recovery: { id, state: stage }, narrow }: RecoveryItemsProps): ReactNode {
  const { client } = useServices();
  const leftOut = useUi(({ orphans }) => orphans.leftOut);
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map());
  const [chosen, setChosen] = useState<RecoveryItem | null>(null);
  // another state of the recovery, or a whole kind or month left out, is another list
  const ask = useCallback(
    (after: number | null) => jobItems(client, 'recovery', id, after),
    [client, id, stage, leftOut],
  );
  const pages = usePages<RecoveryItem, number>(ask);
  const columns = useMemo(() => {
    const toggle = (item: RecoveryItem, include: boolean): void => {
      narrow?.({ include, items: [item.id] });
      setToggled((before) => new Map(before).set(item.id, include));
    };
    return columnsOf(setChosen, toggled, narrow === undefined ? null : toggle);
  }, [toggled, narrow === undefined]);
  return (
    <div className={styles['list']}>
      <PagedTable
        name="recovery-items"
        place={String(id)}
        pages={pages}
        label={t.recovery.preview.tabs.items}
        columns={columns}
        rowKey={keyOf}
        chosen={chosen}
        empty={<EmptyState icon={SearchX} title={words.none} />}
        shown={words.shown}
        cut={words.cut}
        detail={(item) => <ItemDetail item={item} onClose={() => setChosen(null)} />}
      />
    </div>
  );
}

const TONES: Readonly<Record<RecoveryItem['state'], Tone>> = {
  planned: 'neutral',
  excluded: 'neutral',
  waiting: 'active',
  delivered: 'good',
  same: 'good',
  fetched: 'active',
  conflict: 'warn',
  failed: 'bad',
  unavailable: 'bad',
};

function columnsOf(
  onChoose: (item: RecoveryItem) => void,
  toggled: ReadonlyMap<number, boolean>,
  toggle: ((item: RecoveryItem, include: boolean) => void) | null,
): readonly Column<RecoveryItem, ItemColumn>[] {
  const nothing = <Nothing />;
  const stateOf = ({ id, state }: RecoveryItem): RecoveryItem['state'] => {
    const include = toggled.get(id);
    return include === undefined ? state : include ? 'planned' : 'excluded';
  };
  return [
    {
      key: 'identity',
      title: words.columns.identity,
      width: 'minmax(330px, 2fr)',
      render: (item) => {
        const button = (
          <RowButton title={item.source ?? undefined} onClick={() => onChoose(item)}>
            <span className={styles['small']}>{item.identity}</span>
          </RowButton>
        );
        if (toggle === null) return button;
        return (
          <Ticked
            checked={stateOf(item) !== 'excluded'}
            label={t.recovery.preview.include(item.identity)}
            onChange={(include) => toggle(item, include)}
          >
            {button}
          </Ticked>
        );
      },
    },
    {
      key: 'company',
      title: words.columns.company,
      width: 'minmax(120px, 1fr)',
      render: ({ company }) =>
        company === null ? nothing : <span className={styles['small']}>{companyName(company.folder).name}</span>,
    },
    {
      key: 'month',
      title: words.columns.month,
      width: '58px',
      render: ({ month }) => (month === null ? nothing : shortMonth(month)),
    },
    {
      key: 'size',
      title: words.columns.size,
      width: '64px',
      align: 'end',
      render: (item) => (item.size === null ? nothing : size(item.size)),
    },
    { key: 'action', title: words.columns.action, width: '92px', render: ({ action }) => words.actions[action] },
    {
      key: 'state',
      title: words.columns.state,
      width: '190px',
      render: (item) => <Status tone={TONES[stateOf(item)]}>{words.states[stateOf(item)]}</Status>,
    },
  ];
}

function ItemDetail({ item, onClose }: { readonly item: RecoveryItem; readonly onClose: () => void }): ReactNode {
  const services = useServices();
  const copied = (label: string, value: string | null): ReactNode =>
    value !== null && (
      <Inspected
        label={label}
        value={value}
        copyLabel={t.orphans.detail.copy(label)}
        onCopy={(text) => copyText(services, text)}
      />
    );
  return (
    <Inspector
      title={words.details}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={<EvidenceButton identity={item.identity} />}
    >
      <InspectedFacts>
        {item.problem !== null && <Inspected label={words.problem} value={item.problem} />}
        {copied(words.identity, item.identity)}
        {copied(words.source, item.source)}
        {copied(words.target, item.target)}
      </InspectedFacts>
    </Inspector>
  );
}
