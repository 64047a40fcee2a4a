import type { ReactNode } from 'react';
import { NotebookText, ScanSearch } from 'lucide-react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { t } from '../../i18n';
import { INITIAL_HISTORY } from '../../state/evidence-view';
import { useServices, useUi } from '../../state/services';
import { DocumentEvidence } from './DocumentEvidence';

const words = t.document;

/** Leads to all that is on record of a key, wherever one is shown. */
export function EvidenceButton({ identity }: { readonly identity: string }): ReactNode {
  const { ui } = useServices();
  return (
    <Button small icon={ScanSearch} onClick={() => ui.setState({ inspected: identity })}>
      {words.open}
    </Button>
  );
}

/** The evidence of the key that was asked for, over whatever screen. */
export function EvidenceDialog(): ReactNode {
  const { ui } = useServices();
  const identity = useUi(({ inspected }) => inspected);
  const close = (): void => ui.setState({ inspected: null });
  if (identity === null) return null;
  return (
    <Dialog
      open
      wide
      title={words.title}
      description={words.lead}
      onClose={close}
      actions={
        <>
          <JournalButton identity={identity} onGo={close} />
          <Button look="primary" onClick={close}>
            {t.common.close}
          </Button>
        </>
      }
    >
      <DocumentEvidence identity={identity} />
    </Dialog>
  );
}

interface JournalButtonProps {
  readonly identity: string;
  readonly small?: boolean;
  readonly onGo?: () => void;
}

/** Leads to the entries of the journal that tell of a document, those of whole batches among them. */
export function JournalButton({ identity, small = false, onGo }: JournalButtonProps): ReactNode {
  const { ui } = useServices();
  const go = (): void => {
    onGo?.();
    ui.setState({ screen: 'history', history: { ...INITIAL_HISTORY, search: identity } });
  };
  return (
    <Button small={small} icon={NotebookText} onClick={go}>
      {words.inJournal}
    </Button>
  );
}
