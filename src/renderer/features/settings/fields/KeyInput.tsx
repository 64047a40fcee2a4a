import type { ReactNode } from 'react';
import type { KeyState } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { t } from '../../../i18n';
import { useServices } from '../../../state/services';
import { keyFit } from '../../../state/held-secrets';
import type { SettingsDraft } from '../../../state/settings-draft';
import { keyChanged } from '../../../state/settings-work';
import type { Credential } from '../use-credential';
import { HeldSecret } from './HeldSecret';
import { SecretInput } from './SecretInput';
import styles from './fields.module.css';
import { SIEG_GENERATIONS, type SiegGeneration } from '../../../../shared/sieg-generations';

export interface KeyInputProps {
  readonly draft: SettingsDraft;
  readonly held: KeyState;
  readonly credential: Credential;
  readonly readOnly: boolean;
  /** What is wrong with what was typed; null when nothing is. */
  readonly problem: string | null;
}

/** The key: whether one is held, and a way to type another. What is held is never shown. */
export function KeyInput({ draft, held, credential, readOnly, problem }: KeyInputProps): ReactNode {
  const services = useServices();
  const fit = keyFit(held, draft);
  const isHeld = fit === 'fits';
  const words = t.settings.key;
  if (readOnly) return null;
  if (isHeld && !credential.replacing) {
    const forget = async (): Promise<void> => {
      keyChanged(services, await services.client.main.forgetKey());
      credential.clear();
    };
    return (
      <HeldSecret kept={held.kept} words={words} testId="key-held" onReplace={credential.replace} onForget={forget} />
    );
  }
  return (
    <div className={styles['group']}>
      {fit === 'other-generation' && <p className={styles['warning']}>{words.otherGeneration}</p>}
      {fit === 'other-address' && <p className={styles['warning']}>{words.otherAddress(held.audience.sieg)}</p>}
      <KeyFields generation={draft['sieg.generation']} credential={credential} problem={problem} />
      {isHeld && (
        <div>
          <Button small look="quiet" onClick={credential.clear}>
            {words.keepOld}
          </Button>
        </div>
      )}
    </div>
  );
}

type KeyFieldsProps = Pick<KeyInputProps, 'credential' | 'problem'> & { readonly generation: SiegGeneration };

function KeyFields({ generation, credential: { typed, change }, problem }: KeyFieldsProps): ReactNode {
  const words = t.settings.key;
  return (
    <>
      <SecretInput
        label={words.label}
        hint={words.hint}
        problem={problem}
        value={typed.apiKey}
        testId="credential-apiKey"
        onChange={(apiKey) => change({ apiKey })}
      />
      {SIEG_GENERATIONS[generation].hasClient && (
        <div className={styles['pair']}>
          <SecretInput
            label={words.clientId}
            problem={null}
            value={typed.clientId}
            testId="credential-clientId"
            onChange={(clientId) => change({ clientId })}
          />
          <SecretInput
            label={words.clientSecret}
            problem={null}
            value={typed.clientSecret}
            testId="credential-clientSecret"
            onChange={(clientSecret) => change({ clientSecret })}
          />
        </div>
      )}
    </>
  );
}
