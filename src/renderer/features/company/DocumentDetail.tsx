import type { ReactNode } from 'react';
import type { DocumentLine } from '../../../shared/ipc/history';
import { Inspected, InspectedFacts, Inspector } from '../../components/Inspector';
import { t } from '../../i18n';
import { copyText } from '../../state/clipboard';
import { useServices } from '../../state/services';

interface DocumentDetailProps {
  readonly document: DocumentLine;
  readonly onClose: () => void;
}

/** One document, to be copied. */
export function DocumentDetail({ document, onClose }: DocumentDetailProps): ReactNode {
  const services = useServices();
  const { identity, path, promised, archived, handedOver, cancelled, id } = document;
  const words = t.company.documents;
  const { columns } = words;
  const yes = (value: boolean): string => (value ? words.yes : words.no);
  return (
    <Inspector title={words.details} closeLabel={t.common.close} onClose={onClose}>
      <InspectedFacts>
        <Inspected
          label={columns.identity}
          value={identity}
          copyLabel={t.orphans.detail.copy(columns.identity)}
          onCopy={(text) => copyText(services, text)}
        />
        {path === null ? (
          <Inspected label={words.path} value={words.notHeld} />
        ) : (
          <Inspected
            label={words.path}
            value={path}
            copyLabel={t.orphans.detail.copy(words.path)}
            onCopy={(text) => copyText(services, text)}
          />
        )}
        <Inspected label={columns.promised} value={yes(promised)} />
        <Inspected label={columns.archived} value={archived ? words.yes : words.missing} />
        {id !== null && <Inspected label={columns.handedOver} value={words.handedOver[handedOver]} />}
        {cancelled && <Inspected label={words.state} value={words.cancelled} />}
      </InspectedFacts>
    </Inspector>
  );
}
