import type { ReactNode } from 'react';
import { CalendarSearch } from 'lucide-react';
import type { Finding } from '../../../../shared/ipc/audit';
import { Button } from '../../../components/Button';
import { Inspected, InspectedFacts, Inspector } from '../../../components/Inspector';
import { companyName, taxIdText } from '../../../format/companies';
import { t } from '../../../i18n';
import { copyText } from '../../../state/clipboard';
import { useServices } from '../../../state/services';
import { capital } from '../../../../shared/messages/pt-BR/numbers';
import { EvidenceButton } from '../../document';
import { openCompany } from '../../../state/open-company';

interface FindingDetailProps {
  readonly finding: Finding;
  readonly onClose: () => void;
}

/** All that is known of one finding, to be copied. */
export function FindingDetail({ finding, onClose }: FindingDetailProps): ReactNode {
  const services = useServices();
  const { identity, company, month, root, path, words: said, remedy, category, resolved } = finding;
  const words = t.orphans.detail;
  const copied = (label: string, value: string | null): ReactNode =>
    value !== null && (
      <Inspected
        label={label}
        value={value}
        copyLabel={words.copy(label)}
        onCopy={(text) => copyText(services, text)}
      />
    );
  return (
    <Inspector
      title={t.orphans.pane.details}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={
        <>
          {identity !== null && <EvidenceButton identity={identity} />}
          {company !== null && month !== null && (
            <Button small icon={CalendarSearch} onClick={() => openCompany(services.ui, company, month)}>
              {words.openMonth}
            </Button>
          )}
        </>
      }
    >
      <InspectedFacts>
        <Inspected label={words.words} value={said} />
        {copied(words.identity, identity)}
        {company !== null && copied(words.company, `${companyName(company.folder).name} · ${taxIdText(company.taxId)}`)}
        {root !== null && <Inspected label={words.where} value={words.roots[root]} />}
        {copied(words.path, path)}
        <Inspected
          label={words.todo}
          value={
            resolved
              ? words.resolved
              : `${remedy === 'look' ? '' : `${capital(t.orphans.remedies[remedy])}. `}${t.orphans.categories[category].todo}`
          }
        />
      </InspectedFacts>
    </Inspector>
  );
}
