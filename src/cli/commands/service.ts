import { statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { healthOfWorkspace } from '../../engine';
import { connectLink } from '../../engine-link';
import { isMaloteError, MaloteError } from '../../shared/errors';
import type { HealthView } from '../../shared/health';
import { serviceMessages as words } from '../../shared/messages/pt-BR/terminal/service';
import { writeJson, type CommandResult, type CommonOptions, type Context } from '../context';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes';
import { columnsOf, writeLines, type Host } from '../host';
import { environmentFor, type ServiceDefinition } from '../service/definition';
import type { ServiceManager, ServiceStatus, ServiceSurroundings } from '../service/manager';
import { credentialsIn, isRemark, troublesOfService, type Validation } from '../service/validate';
import { renderServiceStatus, renderTroubles } from '../text/service';
import { styleFor } from '../text/style';
import { resolveWorkspace, wantWorkspace } from '../workspace';

export interface InstallOptions extends CommonOptions {
  /** Of Windows: where Malote.exe is. */
  readonly program?: string;
  readonly print?: boolean;
}

type Kept = ServiceSurroundings & { readonly manager: ServiceManager };

/** @throws MaloteError SERVICE_NO_MANAGER */
function kept({ services, platform }: Host): Kept {
  if (services === undefined || services.manager === null)
    throw new MaloteError('SERVICE_NO_MANAGER', { missing: platform });
  return { ...services, manager: services.manager };
}

/** `malote service validate`: what would go wrong, before anything is installed. */
export async function validateService(context: Context, options: InstallOptions): CommandResult {
  const { host } = context;
  const { validation } = await prepared(host, options);
  const troubles = await troublesOfService(validation);
  const faults = troubles.filter((trouble) => !isRemark(trouble));
  if (options.json === true) writeJson(host, { ready: faults.length === 0, troubles: troubles.map(enveloped) });
  else tellTroubles(host, troubles);
  return codeOf(troubles);
}

/** `malote service install`. With `--print` nothing is installed, and nothing has to be in order. */
export async function installService(context: Context, options: InstallOptions): CommandResult {
  const { host } = context;
  const { manager, validation, definition } = await prepared(host, options);
  if (options.print === true) {
    host.stdout.write(await manager.text(definition));
    return EXIT.complete;
  }
  const troubles = await troublesOfService(validation);
  const faults = troubles.filter((trouble) => !isRemark(trouble));
  if (faults.length > 0) {
    if (options.json === true) writeJson(host, { ready: false, troubles: troubles.map(enveloped) });
    else tellTroubles(host, troubles);
    return codeOf(faults);
  }
  await manager.install(definition);
  return told(host, options, manager, words.installed(manager.place));
}

export async function uninstallService({ host }: Context, options: CommonOptions): CommandResult {
  const manager = await installed(host);
  await manager.uninstall();
  return told(host, options, manager, words.uninstalled);
}

export async function startService({ host }: Context, options: CommonOptions): CommandResult {
  const manager = await installed(host);
  await manager.start();
  return told(host, options, manager, words.started);
}

export async function stopService({ host }: Context, options: CommonOptions): CommandResult {
  const manager = await installed(host);
  await manager.stop();
  return told(host, options, manager, words.stopped);
}

export async function restartService({ host }: Context, options: CommonOptions): CommandResult {
  const manager = await installed(host);
  await manager.stop();
  await manager.start();
  return told(host, options, manager, words.restarted);
}

/** `malote service status`: what the system says of the service, and what the workspace says of its engine. */
export async function serviceStatus({ host }: Context, options: CommonOptions): CommandResult {
  const { manager } = kept(host);
  const state = await manager.look();
  const workspace = state.workspace ?? resolveWorkspace(options.workspace, host);
  const [engine, version] = [await engineOf(host, workspace), await versionAt(host, workspace)];
  const status: ServiceStatus = { ...state, workspace, place: manager.place, version, engine };
  if (options.json === true) writeJson(host, status);
  else
    writeLines(
      host.stdout,
      renderServiceStatus(status, { style: styleFor(host.stdout, host.env), columns: columnsOf(host.stdout) }),
    );
  return codeOfStatus(status);
}

/** An engine that hangs or was killed weighs more than a service that is not there, or does not begin by itself. */
export function codeOfStatus({ installed: isInstalled, enabled, running, engine }: ServiceStatus): ExitCode {
  if (engine?.state === 'silent' || engine?.state === 'dead') return EXIT.unexpected;
  const isWell = isInstalled && enabled !== false && running !== false && engine?.state === 'alive';
  return isWell ? EXIT.complete : EXIT.gaps;
}

async function engineOf({ reader }: Host, workspace: string): Promise<HealthView['engine'] | null> {
  try {
    return (await healthOfWorkspace({ workspace, reader })).engine;
  } catch (error) {
    if (isMaloteError(error)) return null;
    throw error;
  }
}

/** Of who has the workspace, by his own word. */
async function versionAt({ version }: Host, workspace: string): Promise<string | null> {
  try {
    return (await connectedVersion(workspace, version)) ?? null;
  } catch (error) {
    if (isMaloteError(error, 'LINK_VERSION')) return String(error.details['other']);
    return null;
  }
}

async function connectedVersion(workspace: string, version: string): Promise<string | undefined> {
  const connected = await connectLink({ workspace, version, role: 'cli' });
  connected?.port.close();
  return connected?.peer.version;
}

/** @throws MaloteError SERVICE_NO_MANAGER, SERVICE_NOT_INSTALLED */
async function installed(host: Host): Promise<ServiceManager> {
  const { manager } = kept(host);
  const state = await manager.look();
  if (!state.installed) throw new MaloteError('SERVICE_NOT_INSTALLED');
  return manager;
}

interface Prepared {
  readonly manager: ServiceManager;
  readonly validation: Validation;
  readonly definition: ServiceDefinition;
}

/** @throws MaloteError SERVICE_NO_MANAGER, CLI_NO_WORKSPACE */
async function prepared(host: Host, options: InstallOptions): Promise<Prepared> {
  const { manager, command, mappedDrives } = kept(host);
  const workspace = resolveWorkspace(options.workspace, host);
  await wantWorkspace(workspace);
  const isTask = manager.kind === 'task-scheduler';
  const folder = isTask ? null : credentialFolder(host, manager);
  const started = isTask
    ? [options.program ?? windowsProgram(host.env), '--service']
    : [...command, 'service', 'run', '--workspace', workspace];
  const [program = ''] = started;
  return {
    manager,
    validation: { workspace, program, manager, credentialFolder: folder, mappedDrives },
    definition: {
      workspace,
      command: started,
      environment: environmentFor(host.env),
      credentials: folder === null ? [] : credentialsIn(folder),
      account: accountFor(host, manager, workspace),
    },
  };
}

function credentialFolder({ env, home }: Host, { kind }: ServiceManager): string {
  if (kind === 'systemd-system') return '/etc/malote/credentials';
  const configured = env['XDG_CONFIG_HOME'] ?? '';
  return posix.join(posix.isAbsolute(configured) ? configured : posix.join(home, '.config'), 'malote', 'credentials');
}

/** Where the installer puts it for one user, which is what it does unless asked otherwise. */
function windowsProgram(env: NodeJS.ProcessEnv): string {
  return win32.join(env['LOCALAPPDATA'] ?? String.raw`C:\Users\Public`, 'Programs', 'Malote', 'Malote.exe');
}

/** Of Windows the person who installs; of a whole Linux who owns the workspace, since nobody else may write to it. */
function accountFor({ env }: Host, { kind }: ServiceManager, workspace: string): string | null {
  if (kind === 'systemd-user') return null;
  if (kind === 'systemd-system') return String(statSync(workspace).uid);
  const [domain, user] = [env['USERDOMAIN'] ?? '', env['USERNAME'] ?? ''];
  return domain === '' ? user : `${domain}\\${user}`;
}

const enveloped = (trouble: MaloteError): object => ({ ...trouble.toEnvelope(), remark: isRemark(trouble) });

function tellTroubles(host: Host, troubles: readonly MaloteError[]): void {
  const style = styleFor(host.stdout, host.env);
  writeLines(host.stdout, renderTroubles(troubles, { style, columns: columnsOf(host.stdout) }));
}

/** Of the first fault; remarks stop nothing. */
function codeOf(troubles: readonly MaloteError[]): ExitCode {
  const fault = troubles.find((trouble) => !isRemark(trouble));
  if (fault !== undefined) return exitCodeOf(fault.code);
  return troubles.length === 0 ? EXIT.complete : EXIT.gaps;
}

async function told(host: Host, { json }: CommonOptions, manager: ServiceManager, sentence: string): CommandResult {
  if (json === true) writeJson(host, { ...(await manager.look()), place: manager.place });
  else writeLines(host.stdout, [sentence]);
  return EXIT.complete;
}
