import { useState, type ReactNode } from 'react';
import { DatabaseZap } from 'lucide-react';
import { Banner } from '../components/Banner';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { t } from '../i18n';
import { ledgerLoss } from '../state/console-store';
import { useConnection, useServices } from '../state/services';
import { useTask } from '../state/use-task';

/** Over every screen: nothing is done about a ledger that is damaged or gone until a person has said what becomes of it. */
export function DamagedLedgerBanner(): ReactNode {
  const loss = useConnection(ledgerLoss);
  if (loss === null) return null;
  const isGone = loss === 'LEDGER_GONE';
  const words = t.common[isGone ? 'goneLedger' : 'damagedLedger'];
  return (
    <Banner
      tone="bad"
      icon={DatabaseZap}
      role="alert"
      title={words.title}
      testId="banner-ledger-damaged"
      actions={<AcceptFresh isGone={isGone} />}
    >
      {words.text}
    </Banner>
  );
}

/** Asks once more, since what the ledger knew is not in the new one. */
function AcceptFresh({ isGone }: { readonly isGone: boolean }): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  const [asking, setAsking] = useState(false);
  const words = t.common.damagedLedger;
  const close = (): void => setAsking(false);
  return (
    <>
      <Button small busy={busy} data-testid="accept-fresh" onClick={() => setAsking(true)}>
        {words.accept}
      </Button>
      <Dialog
        open={asking}
        title={words.dialogTitle}
        description={
          <>
            <p>{isGone ? words.nothingKept : words.kept}</p>
            <p>{isGone ? words.againOfGone : words.again}</p>
          </>
        }
        onClose={close}
        actions={
          <>
            <Button onClick={close}>{words.keep}</Button>
            <Button
              look="danger"
              data-testid="confirm-accept-fresh"
              onClick={() => {
                close();
                run(() => client.engine.acceptFreshLedger());
              }}
            >
              {isGone ? words.confirmOfGone : words.confirm}
            </Button>
          </>
        }
      />
    </>
  );
}
