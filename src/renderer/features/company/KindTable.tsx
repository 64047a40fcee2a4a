import type { ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import { isSiegKind } from '../../../shared/document-models';
import type { CompanyMonthView } from '../../../shared/ipc/history';
import type { VerdictReason } from '../../../shared/ipc/verdict';
import { Card } from '../../components/Card';
import { FactTable } from '../../components/FactTable';
import { money } from '../../../shared/messages/pt-BR/amounts';
import { count, UNKNOWN } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import styles from './Company.module.css';

type Kind = CompanyMonthView['kinds'][number];

const words = t.company.kinds;

/** The four witnesses side by side, kind by kind; a number that does not agree with the ledger is marked. */
export function KindTable({ kinds, verdict }: Pick<CompanyMonthView, 'kinds' | 'verdict'>): ReactNode {
  const { columns } = words;
  return (
    <Card className={styles['card']} label={words.title}>
      {kinds.length === 0 ? (
        <p className={styles['empty']}>{words.none}</p>
      ) : (
        <FactTable holds="numbers" className={styles['kinds']} label={words.table} testId="kinds">
          <thead>
            <tr>
              <th scope="col">{columns.kind}</th>
              <th scope="col">{columns.promised}</th>
              <th scope="col">{columns.ledger}</th>
              <th scope="col">{columns.disk}</th>
              <th scope="col">{columns.handedOver}</th>
              <th scope="col">{columns.missing}</th>
              <th scope="col" title={words.waitingHint}>
                {columns.waiting}
              </th>
              <th scope="col" title={words.orphansHint}>
                {columns.orphans}
              </th>
              <th scope="col">{columns.cancelled}</th>
              <th scope="col">{columns.inbound}</th>
              <th scope="col">{columns.outbound}</th>
              <th scope="col">{columns.other}</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <KindRow key={kind.kind} kind={kind} verdict={verdict} />
            ))}
          </tbody>
        </FactTable>
      )}
    </Card>
  );
}

function KindRow({ kind, verdict }: { readonly kind: Kind } & Pick<CompanyMonthView, 'verdict'>): ReactNode {
  const { promised, ledger, disk, handedOver, handedOverBefore, missing, orphans, cancelled } = kind;
  return (
    <tr>
      <th scope="row">{kind.kind}</th>
      <Witness value={promised} agrees={promised === null || missing === 0} unknown={words.unknownPromise} />
      <td>
        {count(ledger)}
        {kind.unvalued > 0 && <span className={styles['note']}>{words.unvalued(kind.unvalued)}</span>}
      </td>
      <Witness value={disk} agrees={disk === null || disk === ledger} unknown={words.unknownDisk} />
      <Witness
        value={handedOver}
        agrees={handedOver === ledger}
        note={handedOverBefore > 0 ? words.before(handedOverBefore) : undefined}
      />
      {missing === 0 && isInDoubt(kind, verdict) ? (
        <Witness value={null} agrees unknown={promised === null ? words.unknownPromise : words.unknownMissing} />
      ) : (
        <Trouble value={missing} />
      )}
      <Trouble value={ledger - handedOver - orphans} />
      <Trouble value={orphans} />
      <td>{count(cancelled)}</td>
      <Sum cents={kind.inboundCents} />
      <Sum cents={kind.outboundCents} />
      <Sum cents={kind.otherCents} />
    </tr>
  );
}

/** Why nobody knows whether anything is missing. */
const DOUBTS: ReadonlySet<VerdictReason['code']> = new Set([
  ...(['short', 'not-counted', 'nameless', 'handed-out-broken', 'count-too-low'] as const),
  ...(['count-shrank', 'count-mixed', 'report-not-asked', 'unanswered'] as const),
]);

/** Unknown is never zero: whether no witness says what there is of this kind. SIEG counts some kinds under the name of another. */
function isInDoubt({ kind, promised }: Kind, verdict: CompanyMonthView['verdict']): boolean {
  if (verdict === null) return promised === null;
  return verdict.reasons.some(
    (reason) => DOUBTS.has(reason.code) && (reason.kind === null || reason.kind === kind || !isSiegKind(kind)),
  );
}

/** Of live documents that state a value; how many state none stands beside their number, since they are in no sum of any direction. */
function Sum({ cents }: { readonly cents: number }): ReactNode {
  return <td className={cents === 0 ? styles['nothing'] : undefined}>{money(cents)}</td>;
}

interface WitnessProps {
  readonly value: number | null;
  readonly agrees: boolean;
  /** Why there is no number. */
  readonly unknown?: string;
  readonly note?: string | undefined;
}

function Witness({ value, agrees, unknown, note }: WitnessProps): ReactNode {
  if (value === null)
    return (
      <td className={styles['nothing']} title={unknown}>
        {UNKNOWN}
        <span className="sr-only"> {unknown}</span>
      </td>
    );
  return (
    <td data-tone={agrees ? undefined : 'warn'} title={agrees ? note : words.differs}>
      {!agrees && <TriangleAlert role="img" aria-label={words.differs} />}
      {count(value)}
      {note !== undefined && <span className={styles['note']}>{note}</span>}
    </td>
  );
}

function Trouble({ value }: { readonly value: number }): ReactNode {
  return value === 0 ? <td className={styles['nothing']}>0</td> : <td data-tone="warn">{count(value)}</td>;
}
