import { z } from 'zod';
import { SECRET_NAMES } from '../alert-channels';
import type { DeepReadonly } from './deep-readonly';
import { siegGenerationSchema } from '../sieg-generations';

/** A table's columns as the operator has left them, by their keys. */
export const tableLayoutSchema = z.object({
  /** In pixels. */
  widths: z.record(z.string().max(40), z.int().min(1).max(4_000)),
  hidden: z.array(z.string().max(40)).max(40),
});

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** What closing the window does while a run is under way. */
  closeWhileRunning: z.enum(['ask', 'background', 'stop']),
  /** What closing the window does otherwise: on in the tray, where shares are watched, or the end of the program. */
  closeToTray: z.enum(['ask', 'tray', 'quit']),
  /** Starts with the session of its user, without a window. */
  startWithSession: z.boolean(),
  /** Notifications of the operating system. */
  notifications: z.boolean(),
  /** A sound with critical alerts. */
  sound: z.boolean(),
  /** By the table's name. */
  tables: z.record(z.string().max(40), tableLayoutSchema),
});

export const appInfoSchema = z.object({
  name: z.string(),
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.enum(['win32', 'darwin', 'linux', 'other']),
  /** False while it runs from its sources. */
  packaged: z.boolean(),
  /** The folder of logs, for people. */
  logs: z.string(),
  preferences: preferencesSchema,
});

/** What the native picker gave: an id that stands for the path until the program ends, and how to show it. */
export const pickedSchema = z.object({ id: z.string(), shown: z.string() });

/** An encrypted-at-rest credential on its one way in; there is no way out to a page. */
export const credentialInputSchema = z.object({
  generation: siegGenerationSchema,
  /** Of the API that it is for: it goes to no other server. */
  address: z.string().max(2_000),
  apiKey: z.string().min(1).max(4_000),
  /** v1 only. */
  clientId: z.string().max(4_000).optional(),
  clientSecret: z.string().max(4_000).optional(),
});

/** The secrets of the alert channels. */
export const secretNameSchema = z.enum(SECRET_NAMES);

export const secretInputSchema = z.object({
  name: secretNameSchema,
  value: z.string().min(1).max(4_000),
  /** Of the server that it is for (`secretAddress`); null for one that is an address itself. */
  address: z.string().max(2_000).nullable(),
});

/** Stands for a key or secret that was typed and is only tried. */
export const offeredSchema = z.object({ id: z.string().max(100) });

/** Folders that can be opened in the system's file manager; `notices` has the licences of others and the list of components. */
export const openableFolderSchema = z.enum([
  'workspace',
  'logs',
  'archive',
  'import',
  'cancelled',
  'reports',
  'notices',
]);

/** A package of others that this program is made of, with the words of its licence. */
export const noticeOfOthersSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Its SPDX expression. */
  licence: z.string(),
  text: z.string(),
});

/** Pages of the outside world that can be opened in the browser. */
export const linkSchema = z.enum(['sieg', 'sieg-help']);

export type Preferences = DeepReadonly<z.infer<typeof preferencesSchema>>;
export type TableLayout = DeepReadonly<z.infer<typeof tableLayoutSchema>>;
export type AppInfo = DeepReadonly<z.infer<typeof appInfoSchema>>;
export type Picked = DeepReadonly<z.infer<typeof pickedSchema>>;
export type CredentialInput = DeepReadonly<z.infer<typeof credentialInputSchema>>;
export const DEFAULT_PREFERENCES: z.infer<typeof preferencesSchema> = {
  theme: 'system',
  closeWhileRunning: 'ask',
  closeToTray: 'ask',
  startWithSession: false,
  notifications: true,
  sound: false,
  tables: {},
};

/** What is kept on the disk: a file of an earlier version keeps what it says, and a value that nobody knows is as if unsaid. */
export const storedPreferencesSchema = z.object({
  theme: preferencesSchema.shape.theme.catch(DEFAULT_PREFERENCES.theme),
  closeWhileRunning: preferencesSchema.shape.closeWhileRunning.catch(DEFAULT_PREFERENCES.closeWhileRunning),
  closeToTray: preferencesSchema.shape.closeToTray.catch(DEFAULT_PREFERENCES.closeToTray),
  startWithSession: preferencesSchema.shape.startWithSession.catch(DEFAULT_PREFERENCES.startWithSession),
  notifications: preferencesSchema.shape.notifications.catch(DEFAULT_PREFERENCES.notifications),
  sound: preferencesSchema.shape.sound.catch(DEFAULT_PREFERENCES.sound),
  tables: preferencesSchema.shape.tables.catch(DEFAULT_PREFERENCES.tables),
});

export type SecretName = z.infer<typeof secretNameSchema>;
export type SecretInput = DeepReadonly<z.infer<typeof secretInputSchema>>;
export type OpenableFolder = z.infer<typeof openableFolderSchema>;
export type NoticeOfOthers = DeepReadonly<z.infer<typeof noticeOfOthersSchema>>;
export type LinkName = z.infer<typeof linkSchema>;
