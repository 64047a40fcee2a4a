import { useCallback, type ReactNode } from 'react';
import { Scale } from 'lucide-react';
import { growthText } from '../../../shared/growth-words';
import type { GrowthLine } from '../../../shared/ipc/retention';
import { AnsweredTable } from '../../components/AnsweredTable';
import type { Column } from '../../components/Table';
import { t } from '../../i18n';
import { useServices } from '../../state/services';
import { useAnswer } from '../../state/use-answer';

type GrowthColumn = 'title' | 'amount' | 'size' | 'oldest' | 'bound';

const words = t.diagnosis.growth;
const keyOf = ({ name }: GrowthLine): string => name;

const COLUMNS: readonly Column<GrowthLine, GrowthColumn>[] = [
  {
    key: 'title',
    title: words.columns.title,
    width: 'minmax(230px, 1fr)',
    render: (line) => <span data-testid={`growth-${line.name}`}>{growthText(line).title}</span>,
  },
  { key: 'bound', title: words.columns.bound, width: '220px', render: (line) => growthText(line).bound },
  { key: 'oldest', title: words.columns.oldest, width: '120px', render: (line) => growthText(line).oldest },
  {
    key: 'amount',
    title: words.columns.amount,
    width: '128px',
    align: 'end',
    render: (line) => growthText(line).amount,
  },
  { key: 'size', title: words.columns.size, width: '96px', align: 'end', render: (line) => growthText(line).size },
];

/** Everything that grows: how much there is, and what bounds it. */
export function GrowthTab(): ReactNode {
  const { client } = useServices();
  const ask = useCallback(() => client.engine.growth(), [client]);
  const answer = useAnswer<readonly GrowthLine[]>(ask);
  return (
    <AnsweredTable
      name="growth"
      answer={answer}
      label={words.label}
      columns={COLUMNS}
      rowKey={keyOf}
      empty={{ icon: Scale, title: words.label, text: words.none }}
    />
  );
}
