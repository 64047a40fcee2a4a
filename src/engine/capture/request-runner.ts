import { isMaloteError, type ErrorCode } from '../../shared/errors';
import { SIEG_RETRY_POLICY, classify, retrying } from '../base';
import type { Operation } from '../ledger';
import type { CaptureContext } from './context';

export interface Asked<Value> {
  readonly value: Value;
  /** The request's row; open still when the caller settles it in its own transaction. */
  readonly requestId: number;
}

export interface Question<Value> {
  readonly operation: Operation;
  readonly kind: string | null;
  /** What is asked, as it is recorded. */
  readonly query: unknown;
  readonly call: (signal: AbortSignal) => Promise<Value>;
  /** True for an answer that says there is nothing. */
  readonly isNothing?: (value: Value) => boolean;
  /** The caller ends the request's row together with what it makes of the answer. */
  readonly settledByCaller?: boolean;
  /** Codes that the caller handles itself: thrown at once, not retried. */
  readonly handled?: readonly ErrorCode[];
}

class Handled extends Error {
  constructor(readonly original: unknown) {
    super('handled by the caller');
  }
}

/** Asks SIEG: waits at the gate, records every attempt before it leaves and after it ends, retries by failure class. */
export class RequestRunner {
  constructor(private readonly context: CaptureContext) {}

  /** @throws the last failure (MaloteError SIEG_*), CANCELLED, or at once a failure whose code is in `handled`. */
  async ask<Value>(question: Question<Value>): Promise<Asked<Value>> {
    const { clock, random, signal, gate, observer } = this.context;
    try {
      return await retrying((attempt) => this.#attempt(question, attempt), {
        policy: SIEG_RETRY_POLICY,
        clock,
        random,
        signal,
        closing: gate.closing,
        onFailure: (notice) => {
          if (!(notice.error instanceof Handled)) observer.failed(question, notice);
        },
      });
    } catch (error) {
      throw error instanceof Handled ? error.original : error;
    }
  }

  async #attempt<Value>(question: Question<Value>, attempt: number): Promise<Asked<Value>> {
    const { ledger, gate, signal, observer, runId } = this.context;
    await gate.pass(signal);
    const requestId = ledger.requests.begin(runId, question.operation, question.kind, question.query, attempt);
    try {
      const value = await question.call(signal);
      if (question.settledByCaller !== true) {
        ledger.requests.end(requestId, { outcome: question.isNothing?.(value) === true ? 'nothing' : 'answered' });
      }
      return { value, requestId };
    } catch (error) {
      this.#recordFailure(question, requestId, attempt, error);
      const handled = isMaloteError(error) && question.handled?.includes(error.code) === true;
      throw handled ? new Handled(error) : error;
    } finally {
      observer.requestEnded(question.operation);
    }
  }

  #recordFailure(
    question: Pick<Question<unknown>, 'operation' | 'kind'>,
    requestId: number,
    attempt: number,
    error: unknown,
  ): void {
    const { ledger, runId } = this.context;
    const code = isMaloteError(error) ? error.code : 'INTERNAL';
    ledger.transaction(() => {
      ledger.requests.end(requestId, { outcome: 'failed', errorCode: code });
      if (code === 'CANCELLED') return;
      ledger.runs.recordFailure({
        runId,
        companyId: null,
        subject: `${question.operation} ${question.kind ?? ''}`.trim(),
        class: classify(error),
        code,
        message: error instanceof Error ? error.message : String(error),
        attempts: attempt,
      });
    });
  }
}
