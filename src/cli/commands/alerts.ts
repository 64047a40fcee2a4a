import { loadSettings, switchedOn, type Engine, type Settings, type SettingsTest } from '../../engine';
import { MaloteError } from '../../shared/errors';
import type { AlertChannelName } from '../../shared/ipc/alerts';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { cancellable, withSession } from '../session';
import { styleFor, type Style } from '../text/style';
import { renderAlerts, renderChannelTest } from '../text/alerts';
import { resolveWorkspace, wantWorkspace } from '../workspace';

export interface TestAlertsOptions extends CommonOptions {
  readonly channel?: AlertChannelName;
}

const ON_SCREEN = 20;

/** `malote alerts`: the last alerts of the workspace and whether they left. */
export async function listAlerts(context: Context, options: CommonOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  const view = await withSession(context, { workspace }, ({ engine }) => Promise.resolve(engine.alerts.view()));
  if (options.json === true) writeJson(host, view);
  else writeLines(host.stdout, renderAlerts(view, ON_SCREEN, shownOn(host)));
  return EXIT.complete;
}

/**
 * `malote alerts test`: sends a test on one channel, or on every one that the settings have switched on.
 * @throws MaloteError ALERT_NONE_ON, SETTINGS_*
 */
export async function testAlerts(context: Context, options: TestAlertsOptions): CommandResult {
  const { host } = context;
  const workspace = resolveWorkspace(options.workspace, host);
  await wantWorkspace(workspace);
  const { settings } = await loadSettings(workspace);
  const channels = options.channel === undefined ? channelsOn(settings) : [options.channel];
  const tests = await withSession(context, { workspace }, ({ engine, reporter }) =>
    cancellable(context, reporter, (signal) => tryAll(engine, channels, signal)),
  );
  if (options.json === true) writeJson(host, { tests });
  else
    writeLines(
      host.stdout,
      tests.flatMap(({ channel, ...result }) => renderChannelTest(channel, result, shownOn(host))),
    );
  return tests.every(({ ok }) => ok) ? EXIT.complete : EXIT.configuration;
}

function channelsOn(settings: Settings): AlertChannelName[] {
  const channels = switchedOn(settings);
  if (channels.length === 0) throw new MaloteError('ALERT_NONE_ON');
  return channels;
}

type ChannelTest = SettingsTest & { readonly channel: AlertChannelName };

async function tryAll(
  engine: Pick<Engine, 'alerts'>,
  channels: readonly AlertChannelName[],
  signal: AbortSignal,
): Promise<ChannelTest[]> {
  const tests: ChannelTest[] = [];
  for (const channel of channels) {
    signal.throwIfAborted();
    tests.push({ channel, ...(await engine.alerts.test(channel)) });
  }
  return tests;
}

function shownOn(host: Host): { style: Style; columns: number } {
  return { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) };
}
