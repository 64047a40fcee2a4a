import { useCallback, type ReactNode } from 'react';
import { ArrowLeft, Building2 } from 'lucide-react';
import type { CompanyMonthView } from '../../../shared/ipc/history';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { LoadFailed, Loading } from '../../components/Loading';
import { Screen, ScreenHead } from '../../components/Screen';
import { companyName, taxIdText } from '../../format/companies';
import { t } from '../../i18n';
import type { CompanyView } from '../../state/evidence-view';
import { useConsole, useServices, useUi } from '../../state/services';
import { useAnswer } from '../../state/use-answer';
import { MonthChooser } from '../panel';
import { CompanyFindings } from './CompanyFindings';
import { CompanyVerdict } from './CompanyVerdict';
import { DocumentList } from './DocumentList';
import { KindTable } from './KindTable';
import { changeCompany } from './change';
import styles from './Company.module.css';

const words = t.company;

/** One company's month: its four witnesses side by side, what they disagree about, and its documents. */
export function CompanyScreen(): ReactNode {
  const { ui } = useServices();
  const company = useUi((state) => state.company);
  if (company === null)
    return (
      <EmptyState
        whole
        icon={Building2}
        title={words.none.title}
        action={<Button onClick={() => ui.setState({ screen: 'panel' })}>{words.none.action}</Button>}
      >
        {words.none.text}
      </EmptyState>
    );
  return (
    <Screen testId="company">
      <Header company={company} />
      <Month key={`${company.taxId} ${company.month}`} company={company} />
    </Screen>
  );
}

function Header({ company: { taxId, folder, month, from } }: { readonly company: CompanyView }): ReactNode {
  const { ui } = useServices();
  const { code, name } = companyName(folder);
  return (
    <ScreenHead
      title={name}
      hint={words.title(name, month)}
      lead={`${code === '' ? '' : `${code} · `}${taxIdText(taxId)}`}
      back={
        <Button small look="quiet" icon={ArrowLeft} onClick={() => ui.setState({ screen: from })}>
          {words.back}
        </Button>
      }
    >
      <MonthChooser
        month={month}
        disabled={false}
        onChange={(chosen) => changeCompany(ui, { month: chosen, kind: null })}
      />
    </ScreenHead>
  );
}

function Month({ company: { taxId, folder, month } }: { readonly company: CompanyView }): ReactNode {
  const { client } = useServices();
  // asked anew when another audit has ended, or a recovery
  const lastAudit = useConsole(({ audit }) => audit.last?.id ?? 0);
  const recovered = useConsole(({ recovery }) => `${String(recovery?.id ?? 0)} ${recovery?.state ?? ''}`);
  const ask = useCallback(
    () => client.engine.companyMonth({ company: taxId, month }),
    [client, taxId, month, lastAudit, recovered],
  );
  const answer = useAnswer<CompanyMonthView>(ask);
  if (answer.state === 'loading') return <Loading>{words.loading}</Loading>;
  if (answer.state === 'failed')
    return <LoadFailed {...answer.why} retryLabel={t.common.retry} onRetry={answer.retry} />;
  const { kinds, audit, verdict } = answer.value;
  return (
    <div className={styles['body']}>
      <CompanyVerdict verdict={verdict} />
      <KindTable kinds={kinds} verdict={verdict} />
      <CompanyFindings audit={audit} company={{ taxId, folder }} month={month} />
      <DocumentList kinds={kinds.map(({ kind }) => kind)} />
    </div>
  );
}
