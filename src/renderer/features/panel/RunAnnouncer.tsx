import { useEffect, useState, type ReactNode } from 'react';
import { monthName } from '../../../shared/messages/pt-BR/numbers';
import { t } from '../../i18n';
import { useConsole } from '../../state/services';
import { phaseWords } from './RunCard';

/** Reads aloud each new phase of the run, and its end; never the figures. */
export function RunAnnouncer(): ReactNode {
  const phase = useConsole(({ run }) =>
    run === null ? null : t.panel.run.announce(phaseWords(run), monthName(run.month)),
  );
  const [said, setSaid] = useState('');
  useEffect(() => {
    setSaid((before) => phase ?? (before === '' ? '' : t.panel.run.ended));
  }, [phase]);
  return (
    <p className="sr-only" role="status" aria-live="polite" data-testid="announcer">
      {said}
    </p>
  );
}
