import { join } from 'node:path';
import { readRegularSync } from '../engine';
import { CHANNEL_SECRETS } from '../shared/alert-channels';
import { SECRET_VARIABLES } from '../shared/environment';

/** Where systemd puts what a unit loads with LoadCredential: readable by the service alone, for as long as it lives. */
const FOLDER_VARIABLE = 'CREDENTIALS_DIRECTORY';
const MOST_BYTES = 16 * 1024;

/** Every secret that may lie in a file of its own, by the name of its variable. */
export const CREDENTIAL_NAMES: readonly string[] = [
  ...Object.values(SECRET_VARIABLES),
  ...CHANNEL_SECRETS.map(({ variable }) => variable),
];

/** Puts the credentials of a service where all others are taken from; a variable that is set counts for more than its file. */
export function fromCredentialFiles(env: NodeJS.ProcessEnv): void {
  const folder = env[FOLDER_VARIABLE] ?? '';
  Reflect.deleteProperty(env, FOLDER_VARIABLE);
  if (folder === '') return;
  for (const name of CREDENTIAL_NAMES) env[name] ??= contentOf(join(folder, name));
}

function contentOf(file: string): string {
  try {
    return readRegularSync(file, MOST_BYTES).toString('utf8').trim();
  } catch {
    // who needs it says that it is missing
    return '';
  }
}
