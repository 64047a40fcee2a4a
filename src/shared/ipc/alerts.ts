import { z } from 'zod';
import { ALERT_CHANNEL_NAMES, SEND_STATES } from '../alert-channels';
import type { DeepReadonly } from './deep-readonly';
import { shareRootSchema } from './shares';
import { instantSchema } from './primitives';

/** Where a click on an alert leads. */
export const screenSchema = z.enum(['panel', 'shares', 'alerts', 'settings']);

export const alertKindSchema = z.enum([
  'share-down',
  'share-still-down',
  'share-back',
  'run-finished',
  'run-stopped',
  'sieg-down',
  'sieg-back',
  'credentials-refused',
  'spool-full',
  'channel-failed',
  'ledger-damaged',
  'schedule-missed',
  'schedule-failed',
  'closing-reminder',
  'no-documents',
  'backup-failed',
  'backup-unproven',
  'run-poor',
]);

export const severitySchema = z.enum(['info', 'warning', 'critical']);
export const alertChannelSchema = z.enum(ALERT_CHANNEL_NAMES);

export const alertSendSchema = z.object({
  channel: alertChannelSchema,
  state: z.enum(SEND_STATES),
  /** Why it failed, or was kept back for a reason that is not silence, in Portuguese. */
  error: z.string().nullable(),
});

export const alertLineSchema = z.object({
  id: z.int(),
  at: instantSchema,
  kind: alertKindSchema,
  severity: severitySchema,
  root: shareRootSchema.nullable(),
  title: z.string(),
  text: z.string(),
  screen: screenSchema,
  read: z.boolean(),
  sends: z.array(alertSendSchema),
});

export const alertsSchema = z.object({
  unread: z.int().min(0),
  /** Newest first, at most 200. */
  lines: z.array(alertLineSchema),
  /** Until when nothing is sent outside; null when it is not muted. */
  mutedUntil: instantSchema.nullable(),
});

export type Screen = z.infer<typeof screenSchema>;
export type AlertKind = z.infer<typeof alertKindSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type AlertChannelName = z.infer<typeof alertChannelSchema>;
export type AlertSend = DeepReadonly<z.infer<typeof alertSendSchema>>;
export type AlertLine = DeepReadonly<z.infer<typeof alertLineSchema>>;
export type AlertsView = DeepReadonly<z.infer<typeof alertsSchema>>;
