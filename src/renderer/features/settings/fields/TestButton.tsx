import { useState, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, SendHorizontal, Stethoscope } from 'lucide-react';
import type { ConsoleClient } from '../../../../shared/ipc/client';
import type { InputOf } from '../../../../shared/ipc/contract';
import type { TestResult } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { inputOf, type SettingsDraft } from '../../../state/settings-draft';
import { useTask } from '../../../state/use-task';
import styles from './fields.module.css';

/** What can be tried: a connection, a place, or a channel, which is tried by sending one alert on it. */
type What = InputOf<'engine', 'test'>['what'] | 'email' | 'webhook';

export interface TestButtonProps {
  readonly what: What;
  readonly draft: SettingsDraft;
  readonly disabled?: boolean;
  /** Done first, for instance storing what the test needs. */
  readonly before?: () => Promise<void>;
}

/** Tries a setting as it stands in the form, saved or not, and says in words what was found. An edit takes the words back. */
export function TestButton({ what, draft, disabled = false, before }: TestButtonProps): ReactNode {
  const { client } = useServices();
  const { busy, run } = useTask();
  const [outcome, setOutcome] = useState<{ readonly of: SettingsDraft; readonly result: TestResult } | null>(null);
  const words = t.settings.test;
  const sends = what === 'email' || what === 'webhook';
  const test = async (): Promise<void> => {
    setOutcome(null);
    await before?.();
    setOutcome({ of: draft, result: await tried(client, what, draft) });
  };
  const result = outcome?.of === draft ? outcome.result : null;
  return (
    <div className={styles['test']}>
      <Button
        icon={sends ? SendHorizontal : Stethoscope}
        busy={busy}
        disabled={disabled}
        aria-label={sends ? words.sendOf[what] : words.labelOf(words.what[what])}
        data-testid={`test-${what}`}
        onClick={() => run(test)}
      >
        {sends ? words.send : words.label}
      </Button>
      <div className={styles['result']} role="status" data-testid={`test-${what}-result`}>
        {busy && <p className={styles['quiet']}>{sends ? words.sending : words.running}</p>}
        {result !== null && !busy && <Words result={result} />}
      </div>
    </div>
  );
}

function tried({ engine }: ConsoleClient, what: What, draft: SettingsDraft): Promise<TestResult> {
  const settings = inputOf(draft);
  return what === 'email' || what === 'webhook'
    ? engine.testAlert({ channel: what, settings })
    : engine.test({ what, settings });
}

function Words({ result: { ok, words, action } }: { readonly result: TestResult }): ReactNode {
  const Icon = ok ? CircleCheck : CircleAlert;
  return (
    <div className={styles['words']} data-ok={ok}>
      <Icon aria-hidden />
      <div>
        <p>{words}</p>
        {action !== undefined && <p className={styles['quiet']}>{action}</p>}
      </div>
    </div>
  );
}
