import { z } from 'zod';
import { alertChannelSchema, screenSchema } from './alerts';
import { backupRequests } from './backups';
import { commandRequests, desktopAlertSchema } from './commands';
import type { DeepReadonly } from './deep-readonly';
import { diagnosisRequests } from './diagnosis';
import { evidenceRequests } from './evidence-requests';
import { jobRequests } from './jobs';
import { retentionRequests } from './retention';
import { scheduleRequests } from './schedule';
import {
  keyStateSchema,
  pickableSchema,
  settingsFormSchema,
  settingsInputSchema,
  settingsSavedSchema,
  testResultSchema,
} from './settings';
import {
  appInfoSchema,
  noticeOfOthersSchema,
  credentialInputSchema,
  linkSchema,
  offeredSchema,
  openableFolderSchema,
  pickedSchema,
  preferencesSchema,
  secretInputSchema,
} from './shell';
import { shareHistorySchema, shareRootSchema } from './shares';
import { consoleStateSchema, deltaSchema, engineStatusSchema, journalLineSchema, noticeSchema } from './state';
import { instantSchema, monthSchema } from './primitives';
import { companyImportSchema, runtimeProbeSchema } from '../views';

/** No content: for requests without an argument or without an answer. */
const nothing = z.undefined();

/**
 * Everything that the page, the main process and the engine's process may say to each other, as one value. The engine's handlers,
 * main's handlers, the object in the page, its client and the test double are all derived from it; each side checks at run time
 * what it receives.
 */
export const contract = {
  /** Asked over the MessagePort that main brokers. */
  engine: {
    requests: {
      /** The whole state; every delta sent after it builds on it. */
      snapshot: { input: nothing, output: consoleStateSchema },
      ...jobRequests,
      ...scheduleRequests,
      showMonth: { input: z.object({ month: monthSchema }), output: nothing },
      /** From the workbook of the settings. */
      importCompanies: { input: nothing, output: companyImportSchema },
      readSettings: { input: nothing, output: settingsFormSchema },
      saveSettings: { input: settingsInputSchema, output: settingsSavedSchema },
      /**
       * With `settings`: of the form as it stands, saved or not. `cancelled` is the folder of cancelled documents. With `offered`
       * (`main.offerKey`): SIEG with that key instead of the one that is held.
       */
      test: {
        input: z.object({
          what: z.enum(['sieg', 'archive', 'import', 'cancelled', 'workbook']),
          settings: settingsInputSchema.optional(),
          offered: offeredSchema.shape.id.optional(),
        }),
        output: testResultSchema,
      },
      /** The last lines, oldest first. */
      journal: { input: z.object({ limit: z.int().min(1).max(1_000) }), output: z.array(journalLineSchema) },
      /** Creates or opens the demonstration workspace and shows it. What it was made of before holds where nothing is said. */
      beginDemonstration: {
        input: z.object({
          companies: z.int().min(1).max(1_000).optional(),
          documents: z.int().min(1).max(2_000).optional(),
          seed: z.int().min(0).max(2_147_483_647).optional(),
          quirks: z.enum(['all', 'none']).optional(),
        }),
        output: nothing,
      },
      /** Back to the office's own workspace. The demonstration stays on disk. */
      leaveDemonstration: { input: nothing, output: nothing },
      /** Puts the damaged ledger because of which nothing can be opened aside, and begins an empty one. */
      acceptFreshLedger: { input: nothing, output: nothing },
      /** Looks at one root, or at all of them, now. What is found is in the deltas. */
      testShares: { input: z.object({ root: shareRootSchema.optional() }), output: nothing },
      shareHistory: {
        input: z.object({ root: shareRootSchema, hours: z.int().min(1).max(744) }),
        output: shareHistorySchema,
      },
      /** Delivers what waits, also what failed and waits for its time; a notice says what it came to. */
      deliverNow: { input: nothing, output: nothing },
      /** Without ids: all of them. */
      markAlertsRead: { input: z.object({ ids: z.array(z.int()).max(200).optional() }), output: nothing },
      muteAlerts: { input: z.object({ until: instantSchema.nullable() }), output: nothing },
      /** Sends one alert on one channel, with the form as it stands when there is one, and the secret that `main.offerSecret` was given. */
      testAlert: {
        input: z.object({
          channel: alertChannelSchema,
          settings: settingsInputSchema.optional(),
          offered: offeredSchema.shape.id.optional(),
        }),
        output: testResultSchema,
      },
      probeRuntime: { input: nothing, output: runtimeProbeSchema },
      ...diagnosisRequests,
      ...retentionRequests,
      ...backupRequests,
      ...evidenceRequests,
      ...commandRequests,
    },
    events: {
      delta: deltaSchema,
      /** An alert for the notifications of the operating system: told to attached windows, which answer with `desktopShown`. */
      desktop: desktopAlertSchema,
    },
  },
  /** Asked of the main process. */
  main: {
    requests: {
      /** Opens the native picker; null when the person gives up. */
      pickPath: { input: z.object({ what: pickableSchema }), output: pickedSchema.nullable() },
      storeKey: { input: credentialInputSchema, output: keyStateSchema },
      /** Holds a key to be tried, until another is offered, stored or forgotten: what the vault keeps stays as it is. */
      offerKey: { input: credentialInputSchema, output: offeredSchema },
      /** Secrets of the alert channels; like the key, there is no way out to a page. */
      storeSecret: { input: secretInputSchema, output: keyStateSchema },
      offerSecret: { input: secretInputSchema, output: offeredSchema },
      forgetSecret: { input: secretInputSchema.pick({ name: true }), output: keyStateSchema },
      forgetKey: { input: nothing, output: keyStateSchema },
      openFolder: { input: z.object({ folder: openableFolderSchema }), output: nothing },
      openLink: { input: z.object({ link: linkSchema }), output: nothing },
      appInfo: { input: nothing, output: appInfoSchema },
      /** Everything that ships besides our own sources. */
      noticesOfOthers: { input: nothing, output: z.array(noticeOfOthersSchema) },
      savePreferences: { input: preferencesSchema.partial(), output: preferencesSchema },
      /** Starts an engine that main has given up on. */
      restartEngine: { input: nothing, output: nothing },
    },
    events: {
      /** The last one is told again to whoever begins to listen. */
      engineStatus: engineStatusSchema,
      /** A click on a notification or in the tray leads to this screen. */
      openScreen: z.object({ screen: screenSchema }),
      /** What main itself has to say, for the list of notices. */
      notice: noticeSchema,
    },
  },
} as const;

export type Contract = typeof contract;
export type Side = keyof Contract;
export type RequestName<S extends Side> = keyof Contract[S]['requests'] & string;
export type EventName<S extends Side> = keyof Contract[S]['events'] & string;
export type EngineRequest = RequestName<'engine'>;
export type MainRequest = RequestName<'main'>;

type Schemas<S extends Side, N extends RequestName<S>> = Contract[S]['requests'][N] extends {
  input: infer I extends z.ZodType;
  output: infer O extends z.ZodType;
}
  ? { input: DeepReadonly<z.output<I>>; output: DeepReadonly<z.output<O>> }
  : never;

export type InputOf<S extends Side, N extends RequestName<S>> = Schemas<S, N>['input'];
export type OutputOf<S extends Side, N extends RequestName<S>> = Schemas<S, N>['output'];
export type EventOf<S extends Side, N extends EventName<S>> = Contract[S]['events'][N] extends infer E extends z.ZodType
  ? DeepReadonly<z.output<E>>
  : never;

/** What serves one side's requests: one function for each, no more and no fewer. One without an answer returns nothing. */
export type Handlers<S extends Side> = {
  readonly [N in RequestName<S>]: OutputOf<S, N> extends undefined
    ? (input: InputOf<S, N>) => Promise<void> | void
    : (input: InputOf<S, N>) => Promise<OutputOf<S, N>> | OutputOf<S, N>;
};

/** A request as somebody calls it; those without input take no argument. */
export type Calls<S extends Side> = {
  readonly [N in RequestName<S>]: InputOf<S, N> extends undefined
    ? () => Promise<OutputOf<S, N>>
    : (input: InputOf<S, N>) => Promise<OutputOf<S, N>>;
};

/** The names alone, for the preload script, which carries no schemas. */
export const contractNames = {
  requests: { engine: Object.keys(contract.engine.requests), main: Object.keys(contract.main.requests) },
  events: { engine: Object.keys(contract.engine.events), main: Object.keys(contract.main.events) },
};

export { applyDelta } from './apply-delta';
export type * from './alerts';
export type * from './audit';
export type * from './commands';
export type * from './history';
export type * from './jobs';
export type * from './legacy';
export type * from './recovery';
export type * from './retention';
export type * from './schedule';
export type * from './settings';
export type * from './shares';
export type * from './shell';
export type * from './state';
