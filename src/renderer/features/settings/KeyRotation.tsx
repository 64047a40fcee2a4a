import type { ReactNode } from 'react';
import { audienceOf } from '../../../shared/audience';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { t } from '../../i18n';
import type { Services } from '../../state/services';
import { inputOf } from '../../state/settings-draft';
import type { SettingsWork } from '../../state/settings-state';
import type { Credential } from './use-credential';

/** A key that is held gives way only to one that SIEG has accepted. @returns why it has not; null: it has, or there is none to give way */
export async function problemOfNewKey(
  { client }: Services,
  { form, draft }: SettingsWork,
  credential: Credential,
): Promise<string | null> {
  const { generation, audience } = form.key;
  const isRotation =
    credential.isTyped &&
    generation === draft['sieg.generation'] &&
    audience.sieg === audienceOf(draft['sieg.baseUrl']);
  const offered = isRotation ? await credential.offer() : undefined;
  if (offered === undefined) return null;
  const { ok, words } = await client.engine.test({ what: 'sieg', settings: inputOf(draft), offered });
  return ok ? null : words;
}

interface RefusedKeyProps {
  /** Null: nothing was refused. */
  readonly words: string | null;
  readonly busy: boolean;
  readonly onKeep: () => void;
  readonly onReplace: () => void;
}

/** Asks what is to become of a key that SIEG has not accepted. */
export function RefusedKey({ words, busy, onKeep, onReplace }: RefusedKeyProps): ReactNode {
  const { rotation } = t.settings.key;
  return (
    <Dialog
      open={words !== null}
      title={rotation.title}
      description={
        <>
          <p>{words}</p>
          <p>{rotation.kept}</p>
        </>
      }
      onClose={onKeep}
      actions={
        <>
          <Button onClick={onKeep}>{rotation.keep}</Button>
          <Button look="danger" busy={busy} onClick={onReplace}>
            {rotation.replace}
          </Button>
        </>
      }
    />
  );
}
