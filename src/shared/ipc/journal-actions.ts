import { z } from 'zod';

/**
 * Everything that the journal can tell of. A ledger is never forgotten: what an earlier version wrote stays a member, although nobody
 * writes it any more.
 */
export const JOURNAL_ACTIONS = [
  'alert.failed',
  'alert.raised',
  'alert.sent',
  'alerts.muted',
  'archive.conflict',
  'archive.damaged',
  'archive.restated',
  'archive.restored',
  'archive.moved',
  'audit.ended',
  'audit.started',
  'capture.company-aside',
  'capture.company-resumed',
  'capture.planned',
  'capture.sieg-away',
  'capture.sieg-back',
  'companies.imported',
  'correction.applied',
  'correction.dropped',
  'correction.failed',
  'correction.proposed',
  'correction.undone',
  'count.contradicted',
  'delivery.altered',
  'delivery.conflict',
  'delivery.failed',
  'delivery.held-back',
  'delivery.rechecked',
  'delivery.redirected',
  'delivery.renewed',
  'delivery.superseded',
  'delivery.verified',
  'destination.moved',
  'document.contradicted',
  'document.merged',
  'document.refiled',
  'document.reread',
  'document.set-aside',
  'document.reread-undone',
  'document.split',
  'document.upgraded',
  'event.claimed',
  'event.refiled',
  'event.upgraded',
  'intake.accepted',
  'ledger.damaged',
  'ledger.restored',
  'ledger.set-aside',
  'leftovers.removed',
  'legacy.adopted',
  'legacy.imported',
  'month.verified',
  'page.repeated',
  'page.unexpectedly-empty',
  'recovery.continued',
  'recovery.ended',
  'recovery.enqueued',
  'recovery.fetching',
  'recovery.interrupted',
  'recovery.narrowed',
  'recovery.paused',
  'recovery.planned',
  'recovery.resumed',
  'recovery.started',
  'recovery.whole-continued',
  'recovery.whole-ended',
  'recovery.whole-started',
  'recovery.withdrawn',
  'report.bad-rows',
  'report.failed',
  'report.written',
  'reread.ended',
  'reread.undone',
  'run.ended',
  'run.healed',
  'run.started',
  'schedule.added',
  'schedule.begun',
  'schedule.ended',
  'schedule.paused',
  'schedule.removed',
  'schedule.resumed',
  'share.changed',
  'spool.damaged',
  'summaries.written',
  'window.contradiction',
  'window.failed',
  'window.no-progress',
] as const;

/** As the journal is read: also of an entry that another version wrote and this one knows nothing of. */
export const journalActionSchema = z.enum([...JOURNAL_ACTIONS, 'unknown']);

/** What can be written. */
export type JournalAction = (typeof JOURNAL_ACTIONS)[number];
export type JournalActionRead = z.infer<typeof journalActionSchema>;

type TopicOf<Action> = Action extends `${infer Topic}.${string}` ? Topic : never;
/** What stands before the dot of an action. */
export type JournalTopicName = TopicOf<JournalAction>;

/** Subjects of the journal, in the words of an office rather than of the program. */
export type JournalTopic = 'runs' | 'documents' | 'deliveries' | 'audits' | 'shares' | 'alerts' | 'program';
