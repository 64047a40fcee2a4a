import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly';

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** What closing the window does while a run is under way. */
  closeWhileRunning: z.enum(['ask', 'background', 'stop']),
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
  generation: z.enum(['legacy', 'v1']),
  apiKey: z.string().min(1).max(4_000),
  /** v1 only. */
  clientId: z.string().max(4_000).optional(),
  clientSecret: z.string().max(4_000).optional(),
});

/** Folders that can be opened in the system's file manager. */
export const openableFolderSchema = z.enum(['workspace', 'logs', 'archive', 'import', 'cancelled']);

/** Pages of the outside world that can be opened in the browser. */
export const linkSchema = z.enum(['sieg', 'sieg-help']);

export type Preferences = DeepReadonly<z.infer<typeof preferencesSchema>>;
export type AppInfo = DeepReadonly<z.infer<typeof appInfoSchema>>;
export type Picked = DeepReadonly<z.infer<typeof pickedSchema>>;
export type CredentialInput = DeepReadonly<z.infer<typeof credentialInputSchema>>;
export type OpenableFolder = z.infer<typeof openableFolderSchema>;
export type LinkName = z.infer<typeof linkSchema>;
