import type { ReactNode } from 'react';
import type { DocumentLine } from '../../../shared/ipc/history';
import { Inspector } from '../../components/Inspector';
import { t } from '../../i18n';
import { DocumentEvidence, JournalButton } from '../document';

interface DocumentDetailProps {
  readonly document: DocumentLine;
  readonly onClose: () => void;
}

/** One document with its evidence, to be copied. */
export function DocumentDetail({ document: { identity }, onClose }: DocumentDetailProps): ReactNode {
  return (
    <Inspector
      tall
      title={t.company.documents.details}
      closeLabel={t.common.close}
      onClose={onClose}
      actions={<JournalButton small identity={identity} />}
    >
      <DocumentEvidence identity={identity} />
    </Inspector>
  );
}
