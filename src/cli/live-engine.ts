import { loadSettings, parseBaseUrl, systemClock, type Clock, type EngineChoice, type Settings } from '../engine';
import type { Context } from './context';
import { credentialsOnce } from './secrets';
import { wholeNumber } from './values';
import { stateFolder, wantWorkspace } from './workspace';

const FASTEST = 100_000;

/**
 * Engine options for a workspace with settings of its own: credentials from the environment or the terminal, the real clock.
 * @throws MaloteError CLI_NO_WORKSPACE, SETTINGS_*: before anybody is asked for a key.
 */
export async function liveEngine(
  context: Context,
  workspace: string,
): Promise<{ options: EngineChoice & Required<Pick<EngineChoice, 'credentials'>>; settings: Settings }> {
  await wantWorkspace(workspace);
  const { settings } = await loadSettings(workspace);
  const credentials = credentialsOnce({
    secrets: context.secrets,
    generation: settings.sieg.generation,
    host: context.host,
    hide: (secret) => {
      context.redactor.add(secret);
    },
  });
  const clock = clockFor(settings, context.host.env);
  return { settings, options: { workspace, credentials, clock, stateFolder: stateFolder(context.host) } };
}

/** MALOTE_CLOCK_SPEED shortens waits against a simulator on this machine; the real SIEG is never hurried. */
export function clockFor(settings: Pick<Settings, 'sieg'>, env: NodeJS.ProcessEnv): Clock {
  const speed = env['MALOTE_CLOCK_SPEED'] ?? '';
  if (speed === '' || !parseBaseUrl(settings.sieg.baseUrl).loopback) return systemClock();
  return systemClock(wholeNumber('MALOTE_CLOCK_SPEED', 1, FASTEST)(speed));
}
