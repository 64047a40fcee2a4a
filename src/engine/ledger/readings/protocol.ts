import type { ErrorEnvelope } from '../../../shared/errors';

/** To the thread. It answers in the order in which it is asked. */
export type ReaderRequest =
  | { readonly type: 'ask'; readonly id: number; readonly name: string; readonly asked: readonly unknown[] }
  | { readonly type: 'close' };

/** From the thread. */
export type ReaderReply =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly error: ErrorEnvelope }
  /** Another program has the file to itself and is waited for. */
  | { readonly type: 'waiting' };

/** What the thread is started with. */
export interface ReaderData {
  readonly file: string;
}
