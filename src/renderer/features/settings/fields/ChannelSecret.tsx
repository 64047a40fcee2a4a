import type { ReactNode } from 'react';
import type { KeyState } from '../../../../shared/ipc/settings';
import { Button } from '../../../components/Button';
import { t } from '../../../i18n';
import { audienceHeld, isForAnotherServer } from '../../../state/held-secrets';
import type { SettingsDraft } from '../../../state/settings-draft';
import type { Secret } from '../use-secret';
import { HeldSecret } from './HeldSecret';
import { SecretInput } from './SecretInput';
import styles from './fields.module.css';

export interface ChannelSecretProps {
  readonly draft: SettingsDraft;
  readonly secret: Secret;
  readonly held: KeyState;
  readonly readOnly: boolean;
}

/** The secret of an alert channel: whether one is held, and a way to type another. */
export function ChannelSecret({ draft, secret, held, readOnly }: ChannelSecretProps): ReactNode {
  const { name, typed, replacing } = secret;
  const words = t.settings.secrets[name];
  const isElsewhere = isForAnotherServer(held, name, draft);
  const isHeld = held.secrets.includes(name) && !isElsewhere;
  if (readOnly) return null;
  if (isHeld && !replacing)
    return (
      <HeldSecret
        kept={held.kept}
        words={words}
        testId={`${name}-held`}
        onReplace={secret.replace}
        onForget={secret.forget}
      />
    );
  return (
    <div className={styles['group']}>
      {isElsewhere && (
        <p className={styles['warning']}>{t.settings.secrets.otherServer(audienceHeld(held.audience, name))}</p>
      )}
      <SecretInput
        label={words.label}
        hint={words.hint}
        problem={null}
        value={typed}
        testId={`secret-${name}`}
        onChange={secret.change}
      />
      {isHeld && (
        <div>
          <Button small look="quiet" onClick={secret.clear}>
            {t.settings.key.keepOld}
          </Button>
        </div>
      )}
    </div>
  );
}
