import { DEFAULT_SIEG_GENERATION, siegGenerationSchema } from '../shared/sieg-generations';
import {
  channelSettingsIn,
  diagnoseWorkspace,
  isAddress,
  journalLine,
  keepUnfinished,
  probeRuntime,
  readForm,
  realSettingsProblems,
  saveSettings,
  SettingsTester,
  type AlertSecrets,
  type JsonObject,
  type SettingsToSave,
} from '../engine';
import { MaloteError } from '../shared/errors';
import type { Handlers, InputOf, OutputOf } from '../shared/ipc/contract';
import type { PlaceField, SettingsField, SettingsProblems } from '../shared/ipc/settings';
import { channelServer, tryAt, unconfirmedServers } from './addresses';
import { createCommandHandlers } from './command-handlers';
import { deliverWhenAsked } from './delivery';
import { createEvidenceHandlers } from './evidence-handlers';
import { createJobHandlers } from './job-handlers';
import type { HostPorts } from './ports';
import { formSettings, problemsOf, shownValues, storedValue } from './settings-form';

/** The engine's side of the contract, over one host. */
export function createHandlers(host: HostPorts): Handlers<'engine'> {
  return {
    snapshot: async () => {
      await host.workspace();
      return host.console.snapshot;
    },
    ...createJobHandlers(host),
    showMonth: async ({ month }) => {
      await host.workspace();
      await host.console.showMonth(month);
    },
    importCompanies: async () => {
      if (host.console.running) throw new MaloteError('SHELL_RUN_UNDER_WAY');
      const view = await (await host.workspace()).engine.importCompanies();
      host.console.refresh();
      return { ...view, badRows: [...view.badRows], padded: [...view.padded], leftOut: [...view.leftOut] };
    },
    readSettings: () => readSettings(host),
    saveSettings: (input) => save(host, input),
    test: (input) => test(host, input),
    journal: async ({ limit }) => (await host.workspace()).engine.live.journal(limit).map(journalLine),
    beginDemonstration: ({ companies, documents, seed, quirks }) =>
      host.beginDemonstration({
        ...(companies === undefined ? {} : { companies }),
        ...(documents === undefined ? {} : { documents }),
        ...(seed === undefined ? {} : { seed }),
        ...(quirks === undefined ? {} : { quirks }),
      }),
    leaveDemonstration: () => host.leaveDemonstration(),
    acceptFreshLedger: () => host.acceptFreshLedger(),
    testShares: async ({ root }) => {
      await (await host.workspace()).engine.shares.check(root);
    },
    shareHistory: async ({ root, hours }) => (await host.workspace()).engine.shares.history(root, hours),
    deliverNow: async () => {
      const { engine } = await host.workspace();
      host.inBackground(deliverWhenAsked(host, engine));
    },
    markAlertsRead: async ({ ids }) => {
      (await host.workspace()).engine.alerts.markRead(ids);
    },
    muteAlerts: async ({ until }) => {
      (await host.workspace()).engine.alerts.mute(until);
    },
    testAlert: (input) => testAlert(host, input),
    probeRuntime,
    diagnose: async ({ checks }) => diagnoseWorkspace(await host.diagnosed(), { checks }),
    listBackups: async () => [...(await (await host.workspace()).engine.backups.list())],
    growth: async () => [...(await (await host.workspace()).engine.retention.look())],
    ...createEvidenceHandlers(host),
    ...createCommandHandlers(host),
  };
}

async function readSettings(host: HostPorts): Promise<OutputOf<'engine', 'readSettings'>> {
  const { folder, demonstration } = await host.place();
  const { draft, warnings, unfinished } = await readForm(folder);
  return {
    values: shownValues(draft),
    problems: shownProblems(draft, folder),
    warnings: warnings.map(({ message, action }) => ({ message, action })),
    key: await host.link.ask('keyState', undefined),
    readOnly: demonstration !== null,
    unfinished,
  };
}

/** What is wrong with the form as it is shown: a field that is filled in with its default is not missing. */
function shownProblems(draft: JsonObject, folder: string): SettingsProblems {
  const { 'sieg.generation': generation, ...others } = problemsOf(draft, folder);
  const isMissing = storedValue(draft, 'sieg.generation') === undefined;
  return generation === undefined || isMissing ? others : { ...others, 'sieg.generation': generation };
}

function pickedPath(host: HostPorts): (id: string, what: PlaceField) => Promise<string | null> {
  return (id, what) => host.link.ask('pickedPath', { id, what });
}

async function save(
  host: HostPorts,
  input: InputOf<'engine', 'saveSettings'>,
): Promise<OutputOf<'engine', 'saveSettings'>> {
  const { folder, demonstration } = await host.place();
  if (demonstration !== null) throw new MaloteError('SHELL_DEMONSTRATION');
  const { draft, unfinished } = await readForm(folder);
  const { raw, problems: typed } = await formSettings(input, draft, folder, pickedPath(host));
  const problems = { ...(await realSettingsProblems(raw, folder)), ...typed };
  if (Object.keys(problems).length > 0) {
    const areInForce = !unfinished && Object.keys(problemsOf(draft, folder)).length === 0;
    if (!areInForce) await keepUnfinished(folder, raw);
    return { saved: false, problems };
  }
  const unconfirmed = await unconfirmedServers(host, raw);
  if (Object.keys(unconfirmed).length > 0) return { saved: false, problems: unconfirmed };
  // without problems it has the shape of settings; saving checks it again
  await saveSettings(folder, raw as unknown as SettingsToSave);
  await host.settingsChanged();
  return { saved: true };
}

/** With the form as it stands, or as the settings are. */
async function testAlert(
  host: HostPorts,
  { channel, settings, offered }: InputOf<'engine', 'testAlert'>,
): Promise<OutputOf<'engine', 'testAlert'>> {
  const alerts = await host.alertTests();
  if (settings === undefined) return alerts.test(channel);
  const { folder } = await host.place();
  const { draft } = await readForm(folder);
  const { raw, problems } = await formSettings(settings, draft, folder, pickedPath(host));
  const problem = Object.entries(problems).find(([field]) => field.startsWith(`${channel}.`))?.[1];
  if (problem !== undefined) return { ok: false, words: problem };
  const own = channelSettingsIn(raw, channel);
  if (own === null) throw new Error(`${channel} has no problem and does not parse`);
  const secrets: AlertSecrets | undefined =
    offered === undefined ? undefined : (_name, address) => host.offeredSecret(offered, address);
  const [, server = null] = channelServer(raw, channel) ?? [];
  return tryAt(host, server, () => alerts.test(channel, own, secrets));
}

const FIELD_OF_TEST = {
  sieg: 'sieg.baseUrl',
  archive: 'archive.root',
  import: 'importShare.root',
  cancelled: 'importShare.cancelledRoot',
  workbook: 'companies.workbook',
} as const satisfies Readonly<Record<InputOf<'engine', 'test'>['what'], SettingsField>>;
const FOLDER_TESTS: ReadonlySet<string> = new Set(['archive', 'import', 'cancelled']);

function isGiven(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

async function test(
  host: HostPorts,
  { what, settings, offered }: InputOf<'engine', 'test'>,
): Promise<OutputOf<'engine', 'test'>> {
  const { folder, stateFolder, demonstration, credentials } = await host.place();
  const { draft } = await readForm(folder);
  const raw = settings === undefined ? draft : (await formSettings(settings, draft, folder, pickedPath(host))).raw;
  // a folder that settings refuse has no good test: that it can be written to is no reason to use it
  const refused = problemsOf(raw, folder)[FIELD_OF_TEST[what]];
  if (refused !== undefined && FOLDER_TESTS.has(what) && isGiven(storedValue(raw, FIELD_OF_TEST[what])))
    return { ok: false, words: refused };
  const { sieg, archive, importShare, companies } = raw as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >;
  const given = storedValue(raw, FIELD_OF_TEST[what]);
  const address = typeof given === 'string' && (what === 'sieg' || isAddress(given)) ? given : null;
  const tester = new SettingsTester({
    workspace: folder,
    stateFolder,
    openRoot: host.openRoot,
    findProxy: host.findProxy,
  });
  switch (what) {
    case 'sieg': {
      const generation = siegGenerationSchema.catch(DEFAULT_SIEG_GENERATION).parse(sieg?.['generation']);
      const held = async (address: string) => {
        if (demonstration !== null) return credentials(address);
        return offered === undefined
          ? host.credentials(generation, address)
          : host.offeredKey(offered, generation, address);
      };
      const key = async (address: string) => {
        const found = await held(address);
        if (found === null) throw new MaloteError('SHELL_KEY_MISSING');
        return found;
      };
      return tryAt(host, address, () => tester.sieg(sieg, key));
    }
    case 'archive':
      return tester.folder(archive?.['root']);
    case 'import':
      return tester.folder(importShare?.['root']);
    case 'cancelled':
      return tester.folder(importShare?.['cancelledRoot']);
    case 'workbook':
      return tryAt(host, address, () => tester.workbook(companies?.['workbook']));
  }
}
