import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { FolderSync } from 'lucide-react';
import type { Correction, CorrectionItem } from '../../../../shared/ipc/recovery';
import { EmptyState } from '../../../components/EmptyState';
import { Inspected, InspectedFacts, Inspector } from '../../../components/Inspector';
import { Nothing } from '../../../components/Nothing';
import { PagedTable } from '../../../components/PagedTable';
import { Status } from '../../../components/Status';
import { RowButton, Ticked, type Column } from '../../../components/Table';
import { t } from '../../../i18n';
import { copyText } from '../../../state/clipboard';
import { useServices } from '../../../state/services';
import { jobItems } from '../../../state/job-items';
import { usePages } from '../../../state/use-pages';
import { EvidenceButton } from '../../document';
import { CORRECTION_ITEM_TONES } from './tones';
import styles from './Corrections.module.css';

type ItemColumn = 'identity' | 'from' | 'to' | 'why' | 'state';

interface CorrectionItemsProps {
  readonly correction: Correction;
  readonly picked: ReadonlySet<number>;
  /** Null: there is nothing left to apply. */
  readonly onPick: ((picked: ReadonlySet<number>) => void) | null;
}

const words = t.corrections.items;
const keyOf = ({ id }: CorrectionItem): string => String(id);

/** Each proposal of a batch: from where to where, and why; those to be applied can be picked. */
export function CorrectionItems({ correction, picked, onPick }: CorrectionItemsProps): ReactNode {
  const { client } = useServices();
  const [chosen, setChosen] = useState<CorrectionItem | null>(null);
  // another view of the batch is another list: something of it was applied or undone
  const ask = useCallback(
    (after: number | null) => jobItems(client, 'correction', correction.id, after),
    [client, correction],
  );
  const pages = usePages<CorrectionItem, number>(ask);
  const columns = useMemo(() => columnsOf(setChosen, picked, onPick), [picked, onPick]);
  return (
    <div className={styles['list']}>
      <PagedTable
        name="corrections"
        place={String(correction.id)}
        pages={pages}
        label={words.label}
        columns={columns}
        rowKey={keyOf}
        chosen={chosen}
        empty={<EmptyState icon={FolderSync} title={words.none} />}
        shown={words.shown}
        cut={words.cut}
        detail={(item) => <ItemDetail item={item} onClose={() => setChosen(null)} />}
      />
    </div>
  );
}

function columnsOf(
  onChoose: (item: CorrectionItem) => void,
  picked: ReadonlySet<number>,
  onPick: CorrectionItemsProps['onPick'],
): readonly Column<CorrectionItem, ItemColumn>[] {
  const pick = (id: number, on: boolean): void => {
    const next = new Set(picked);
    if (on) next.add(id);
    else next.delete(id);
    onPick?.(next);
  };
  return [
    {
      key: 'identity',
      title: words.columns.identity,
      width: '346px',
      render: (item) => {
        const { id, state, from } = item;
        const identity = item.identity ?? from;
        const button = (
          <RowButton title={identity} onClick={() => onChoose(item)}>
            <span className={styles['small']}>{identity}</span>
          </RowButton>
        );
        if (onPick === null) return button;
        if (state !== 'proposed' && state !== 'failed') return <span className={styles['settled']}>{button}</span>;
        return (
          <Ticked checked={picked.has(id)} label={words.pick(identity)} onChange={(on) => pick(id, on)}>
            {button}
          </Ticked>
        );
      },
    },
    {
      key: 'from',
      title: words.columns.from,
      width: 'minmax(186px, 1.5fr)',
      render: ({ from }) => <Folder path={from} />,
    },
    {
      key: 'to',
      title: words.columns.to,
      width: 'minmax(186px, 1.5fr)',
      render: ({ action, to }) => (action === 'adopt' ? <Nothing>{words.stays}</Nothing> : <Folder path={to} />),
    },
    {
      key: 'why',
      title: words.columns.why,
      width: 'minmax(122px, 1fr)',
      render: ({ why }) => (
        <span className={styles['small']} title={why}>
          {why}
        </span>
      ),
    },
    {
      key: 'state',
      title: words.columns.state,
      width: '112px',
      render: ({ state }) => <Status tone={CORRECTION_ITEM_TONES[state]}>{words.states[state]}</Status>,
    },
  ];
}

/** Month, kind and direction: what most often differs, and must not be cut. */
const KEPT_PARTS = 3;

/** The folder alone, since the file's name is mostly its key, which stands beside it; its end stays in sight. */
function Folder({ path }: { readonly path: string }): ReactNode {
  const parts = path.split('/').slice(0, -1);
  const head = parts.slice(0, -KEPT_PARTS);
  const tail = parts.slice(-KEPT_PARTS).join('/');
  return (
    <span className={styles['folder']} title={path}>
      {head.length > 0 && <span>{head.join('/')}</span>}
      <span>{head.length > 0 ? `/${tail}` : tail}</span>
    </span>
  );
}

function ItemDetail({ item, onClose }: { readonly item: CorrectionItem; readonly onClose: () => void }): ReactNode {
  const services = useServices();
  const copied = (label: string, value: string): ReactNode => (
    <Inspected
      label={label}
      value={value}
      copyLabel={t.orphans.detail.copy(label)}
      onCopy={(text) => copyText(services, text)}
    />
  );
  const { identity, action, from, to, why, sha256, problem } = item;
  const { columns } = words;
  return (
    <Inspector
      title={words.details}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={identity !== null && <EvidenceButton identity={identity} />}
    >
      <InspectedFacts>
        {problem !== null && <Inspected label={words.problem} value={problem} />}
        <Inspected label={columns.why} value={why} />
        {identity !== null && copied(columns.identity, identity)}
        {copied(columns.from, from)}
        {action === 'adopt' ? <Inspected label={columns.to} value={words.stays} /> : copied(columns.to, to)}
        {sha256 !== null && copied(words.sha256, sha256)}
      </InspectedFacts>
    </Inspector>
  );
}
