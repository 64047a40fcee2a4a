import type { ReactNode } from 'react';
import { Check, CircleDashed, X, type LucideIcon } from 'lucide-react';
import type { DocumentLine } from '../../../shared/ipc/history';
import { Nothing } from '../../components/Nothing';
import { Badge, Status, type Tone } from '../../components/Status';
import { RowButton, type Column } from '../../components/Table';
import { money } from '../../../shared/messages/pt-BR/amounts';
import { dayName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import styles from './Company.module.css';

export type DocumentColumn =
  'identity' | 'number' | 'day' | 'kind' | 'direction' | 'value' | 'promised' | 'archived' | 'handedOver';

const words = t.company.documents;

const LOOKS: Readonly<Record<DocumentLine['handedOver'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  verified: { tone: 'good', icon: Check },
  before: { tone: 'good', icon: Check },
  waiting: { tone: 'active', icon: CircleDashed },
  no: { tone: 'warn', icon: X },
};

/** @param onChoose called with the document that is to be looked at more closely; the same function at every drawing */
export function documentColumns(
  onChoose: (document: DocumentLine) => void,
): readonly Column<DocumentLine, DocumentColumn>[] {
  return [
    {
      key: 'identity',
      title: words.columns.identity,
      width: 'minmax(322px, 1fr)',
      render: (document) => (
        <RowButton title={document.path ?? undefined} onClick={() => onChoose(document)}>
          <span className={styles['small']}>{document.identity}</span>
        </RowButton>
      ),
    },
    {
      key: 'number',
      title: words.columns.number,
      width: '64px',
      align: 'end',
      render: ({ number }) => number ?? <Nothing />,
    },
    {
      key: 'day',
      title: words.columns.day,
      width: '84px',
      render: ({ issueDay }) => (issueDay === null ? <Nothing /> : dayName(issueDay)),
    },
    {
      key: 'kind',
      title: words.columns.kind,
      width: '48px',
      render: ({ kind }) => kind,
    },
    {
      key: 'direction',
      title: words.columns.direction,
      width: '92px',
      render: ({ direction }) => (direction === null ? <Nothing /> : words.directions[direction]),
    },
    {
      key: 'value',
      title: words.columns.value,
      width: '100px',
      align: 'end',
      render: ({ totalCents }) => (totalCents === null ? <Nothing /> : money(totalCents)),
    },
    // what matters most stands first of the three: on a narrow window the others are scrolled to
    {
      key: 'handedOver',
      title: words.columns.handedOver,
      width: '122px',
      render: ({ id, handedOver }) =>
        id === null ? <Nothing /> : <Status {...LOOKS[handedOver]}>{words.handedOver[handedOver]}</Status>,
    },
    {
      key: 'promised',
      title: words.columns.promised,
      hint: words.promisedHint,
      width: '66px',
      render: ({ promised }) => (promised ? words.yes : <Nothing />),
    },
    { key: 'archived', title: words.columns.archived, width: '74px', render: (document) => <Archived of={document} /> },
  ];
}

function Archived({ of: { archived, cancelled } }: { readonly of: DocumentLine }): ReactNode {
  if (!archived) return <Badge tone="warn">{words.missing}</Badge>;
  return cancelled ? <Badge tone="neutral">{words.cancelled}</Badge> : words.yes;
}
