import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { FIELD_LABELS, readDraft, realSettingsProblems, settingsProblems } from '../../engine';
import { MaloteError, type ErrorCode } from '../../shared/errors';
import { SECRET_VARIABLES } from '../../shared/environment';
import { SIEG_GENERATIONS, siegGenerationSchema } from '../../shared/sieg-generations';
import { serviceMessages as words } from '../../shared/messages/pt-BR/terminal/service';
import { CREDENTIAL_NAMES } from '../credential-files';
import type { Credential } from './definition';
import type { ServiceManager } from './manager';

/** What is told, and stands in nobody's way. */
const REMARKS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SERVICE_INSTALLED',
  'SERVICE_NO_LINGER',
  'SERVICE_KEY_IN_WINDOW',
]);

export const isRemark = ({ code }: MaloteError): boolean => REMARKS.has(code);

export interface Validation {
  readonly workspace: string;
  /** The program that would be started. */
  readonly program: string;
  readonly manager: ServiceManager;
  /** Where the files of secrets lie; null where the program has a vault. */
  readonly credentialFolder: string | null;
  readonly mappedDrives: () => Promise<Readonly<Record<string, string>>>;
}

/** Everything that would go wrong with a service here, and what is worth knowing before. Changes nothing. */
export async function troublesOfService(validation: Validation): Promise<readonly MaloteError[]> {
  const { manager, program, workspace } = validation;
  const { draft } = await readDraft(workspace);
  const state = await manager.look();
  return [
    ...(await manager.troubles()),
    ...(existsSync(program) ? [] : [new MaloteError('SERVICE_PROGRAM_MISSING', { place: program })]),
    ...(await troublesOfSettings(draft, workspace)),
    ...troublesOfKey(draft, validation.credentialFolder),
    ...(await troublesOfDrives(draft, validation)),
    ...(state.installed ? [new MaloteError('SERVICE_INSTALLED', { place: manager.place })] : []),
  ];
}

type Draft = Readonly<Record<string, unknown>>;

async function troublesOfSettings(draft: Draft, workspace: string): Promise<readonly MaloteError[]> {
  const formal = Object.values(settingsProblems(draft, { workspace }));
  const problems = formal.length > 0 ? formal : Object.values(await realSettingsProblems(draft, workspace));
  return problems.map((reason) => new MaloteError('SERVICE_UNCONFIGURED', { reason }));
}

/** The files of secrets that are there, as a unit loads them; of one that is there both ways, the encrypted one. */
export function credentialsIn(folder: string): readonly Credential[] {
  return CREDENTIAL_NAMES.flatMap((name): Credential[] => {
    const [open, sealed] = [posix.join(folder, name), posix.join(folder, `${name}.cred`)];
    if (existsSync(sealed)) return [{ name, file: sealed, encrypted: true }];
    return existsSync(open) ? [{ name, file: open, encrypted: false }] : [];
  });
}

function troublesOfKey(draft: Draft, folder: string | null): readonly MaloteError[] {
  if (folder === null) return [new MaloteError('SERVICE_KEY_IN_WINDOW')];
  const found = credentialsIn(folder);
  const missing = namesOfKey(draft).filter((name) => !found.some((credential) => credential.name === name));
  const open = found.filter(({ file, encrypted }) => !encrypted && (statSync(file).mode & 0o077) !== 0);
  return [
    ...missing.map((name) => new MaloteError('SERVICE_KEY_UNREACHABLE', { file: join(folder, name) })),
    ...open.map(({ file }) => new MaloteError('SERVICE_KEY_OPEN', { file })),
  ];
}

function namesOfKey({ sieg }: Draft): readonly string[] {
  const { apiKey, clientId, clientSecret } = SECRET_VARIABLES;
  const generation = siegGenerationSchema.safeParse((sieg as Draft | undefined)?.['generation']);
  const hasClient = generation.success && SIEG_GENERATIONS[generation.data].hasClient;
  return hasClient ? [apiKey, clientId, clientSecret] : [apiKey];
}

/** Letters belong to the session of a person: a service has none of those that stand for a share. */
async function troublesOfDrives(draft: Draft, { manager, mappedDrives }: Validation): Promise<readonly MaloteError[]> {
  if (manager.kind !== 'task-scheduler') return [];
  const shares = await mappedDrives();
  return Object.entries(FIELD_LABELS).flatMap(([field, label]) => {
    const path = valueAt(draft, field.split('.'));
    const letter = typeof path === 'string' ? /^([A-Za-z]):/.exec(path)?.[1]?.toUpperCase() : undefined;
    if (typeof path !== 'string' || letter === undefined || shares[letter] === undefined) return [];
    const share = `${shares[letter]}${path.slice(2)}`;
    return [new MaloteError('SERVICE_DRIVE_LETTER', { letter, field: label, path, share: share || words.someShare })];
  });
}

function valueAt(draft: Draft, [name = '', ...rest]: readonly string[]): unknown {
  const value = draft[name];
  if (rest.length === 0) return value;
  return typeof value === 'object' && value !== null ? valueAt(value as Draft, rest) : undefined;
}
