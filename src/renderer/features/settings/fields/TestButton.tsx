import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, SendHorizontal, Stethoscope } from 'lucide-react';
import { isSettable } from '../../../../shared/alert-channels';
import type { ConsoleClient } from '../../../../shared/ipc/client';
import type { TestResult } from '../../../../shared/ipc/settings';
import { CHANNEL_WORDS } from '../../../../shared/messages/pt-BR/alert-channels';
import { Button } from '../../../components/Button';
import { t } from '../../../i18n';
import { useServices, useUi } from '../../../state/services';
import { inputOf, type SettingsDraft } from '../../../state/settings-draft';
import { settingsTestOf, tryOut } from '../../../state/settings-tests';
import type { Triable } from '../../../state/settings-state';
import { useTask } from '../../../state/use-task';
import styles from './fields.module.css';

export interface TestButtonProps {
  readonly what: Triable;
  readonly draft: SettingsDraft;
  readonly disabled?: boolean;
  /** Lends the secret that was typed, which is tried instead of the one that is held. */
  readonly offer?: () => Promise<string | undefined>;
}

/** Tries a setting as it stands in the form, saved or not, and says in words what was found. An edit takes the words back. */
export function TestButton({ what, draft, disabled = false, offer }: TestButtonProps): ReactNode {
  const services = useServices();
  const { busy, run } = useTask();
  const result = useUi(
    ({ settings }) => settings && settingsTestOf({ settingsTests: settings.settingsTests, draft }, what),
  );
  const words = t.settings.test;
  const sends = isSettable(what);
  const name = isSettable(what) ? CHANNEL_WORDS[what].test : words.labelOf(words.what[what]);
  const test = async (): Promise<void> => {
    await tryOut(services, what, draft, async () => tried(services.client, what, draft, await offer?.()));
  };
  return (
    <div className={styles['test']}>
      <Button
        icon={sends ? SendHorizontal : Stethoscope}
        busy={busy}
        disabled={disabled}
        aria-label={name}
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

function tried(
  { engine }: ConsoleClient,
  what: Triable,
  draft: SettingsDraft,
  offered: string | undefined,
): Promise<TestResult> {
  const settings = inputOf(draft);
  const secret = offered === undefined ? {} : { offered };
  return isSettable(what)
    ? engine.testAlert({ channel: what, settings, ...secret })
    : engine.test({ what, settings, ...secret });
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
