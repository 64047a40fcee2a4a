import { useState, type ReactNode } from 'react';
import { ScanSearch } from 'lucide-react';
import { Button } from '../../components/Button';
import { Card } from '../../components/Card';
import { Screen, ScreenHead } from '../../components/Screen';
import { Tabs } from '../../components/Tabs';
import { t } from '../../i18n';
import type { OrphansTab } from '../../state/evidence-view';
import { useConsole, useServices, useUi } from '../../state/services';
import { useLive } from '../../state/use-live';
import { AuditDialog } from './audit/AuditDialog';
import { AuditTab } from './audit/AuditTab';
import { CorrectionsTab } from './corrections/CorrectionsTab';
import { LegacyTab } from './legacy/LegacyTab';
import { EarlierTab } from './recovery/EarlierTab';
import { RecoveryTab } from './recovery/RecoveryTab';
import { changeOrphans } from './show';

/** What the four witnesses disagree about, and the way to mend it. */
export function OrphansScreen(): ReactNode {
  const { ui } = useServices();
  const tab = useUi(({ orphans }) => orphans.tab);
  const words = t.orphans.tabs;
  return (
    <Screen testId="orphans">
      <Header />
      <Card fill label={words.label}>
        <Tabs<OrphansTab>
          label={words.label}
          value={tab}
          onChange={(chosen) => changeOrphans(ui, { tab: chosen })}
          tabs={[
            { value: 'audit', label: words.audit, content: tab === 'audit' && <AuditTab /> },
            { value: 'recovery', label: words.recovery, content: tab === 'recovery' && <RecoveryTab /> },
            { value: 'earlier', label: words.earlier, content: tab === 'earlier' && <EarlierTab /> },
            {
              value: 'corrections',
              label: words.corrections,
              content: tab === 'corrections' && <CorrectionsTab />,
            },
            { value: 'legacy', label: words.legacy, content: tab === 'legacy' && <LegacyTab /> },
          ]}
        />
      </Card>
    </Screen>
  );
}

/** What is on its way is no orphan, and not proven either. */
function leadOf(orphans: { readonly documents: number; readonly bytes: number } | null, waiting: number): string {
  const { lead } = t.orphans;
  if (orphans === null) return lead.unknown;
  if (orphans.documents > 0) return lead.all(orphans.documents, orphans.bytes);
  return waiting > 0 ? lead.onTheirWay(waiting) : lead.none;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function Header(): ReactNode {
  const orphans = useConsole(({ audit }) => audit.orphans);
  const waiting = useConsole(({ outbox }) => sum(outbox.destinations.map(({ pending }) => pending))) ?? 0;
  const running = useConsole(({ audit }) => audit.running !== null) === true;
  const live = useLive();
  const [asking, setAsking] = useState(false);
  const words = t.orphans;
  return (
    <ScreenHead
      title={t.common.screens.orphans}
      lead={
        <span role="status" data-testid="orphans-lead">
          {leadOf(orphans, waiting)}
        </span>
      }
    >
      <Button icon={ScanSearch} disabled={!live || running} onClick={() => setAsking(true)}>
        {words.start}
      </Button>
      {asking && <AuditDialog onClose={() => setAsking(false)} />}
    </ScreenHead>
  );
}
