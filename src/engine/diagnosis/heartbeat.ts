import axios from 'axios';
import { MaloteError } from '../../shared/errors';
import { systemCode } from '../../shared/errors/system-codes';
import { connectionReason } from '../../shared/messages/pt-BR/connections';
import { axiosProxy, type FindProxy } from '../network';
import type { Settings } from '../settings';

export interface HeartbeatOptions {
  /** As they are now; null while there are none. */
  readonly settings: () => Pick<Settings, 'heartbeat'> | null;
  readonly findProxy: FindProxy;
  /** Milliseconds that only go on. */
  readonly now: () => number;
  /** Told once of a monitor that cannot be reached, and again only after it could. */
  readonly onFailure: (error: MaloteError) => void;
}

const MINUTE_MS = 60_000;
const DEADLINE_MS = 20_000;
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Visits the address at which the office is monitored from outside, as often as the settings say, for as long as somebody asks it to: who
 * asks is the engine's own loop, so that the visits end with its work. The address is never told to anybody else.
 */
export class Heartbeat {
  #last = Number.NEGATIVE_INFINITY;
  #failed = false;

  constructor(private readonly options: HeartbeatOptions) {}

  /** Never rejects. */
  async beat(): Promise<void> {
    const { url = '', everyMinutes = 0 } = this.options.settings()?.heartbeat ?? {};
    // a beat that comes a moment early counts: the next would be a whole minute late
    const isDue = this.options.now() - this.#last >= everyMinutes * MINUTE_MS - MINUTE_MS / 2;
    if (url === '' || !isDue) return;
    this.#last = this.options.now();
    const reason = await this.#visit(url);
    if (reason !== null && !this.#failed)
      this.options.onFailure(new MaloteError('DIAGNOSIS_HEARTBEAT_FAILED', { host: new URL(url).host, reason }));
    this.#failed = reason !== null;
  }

  /** @returns why it came to nothing; null: it was heard */
  async #visit(url: string): Promise<string | null> {
    try {
      const { status } = await axios.get(url, {
        headers: { 'User-Agent': 'Malote' },
        maxRedirects: 0,
        validateStatus: () => true,
        responseType: 'text',
        maxContentLength: LONGEST_ANSWER,
        signal: AbortSignal.timeout(DEADLINE_MS),
        proxy: await axiosProxy(this.options.findProxy, new URL(url)),
      });
      return status < 400 ? null : `HTTP ${String(status)}`;
    } catch (error) {
      return connectionReason(systemCode(error) ?? 'ETIMEDOUT');
    }
  }
}
