import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { asMaloteError, MaloteError } from '../../shared/errors';
import type { HealthView } from '../../shared/health';
import { isLoopback } from '../base';
import { fileReason } from '../files';
import type { Settings } from '../settings';
import { metricsText } from './metrics';

export interface HealthPageOptions {
  /** As they are now; null while there are none. */
  readonly settings: () => Pick<Settings, 'health'> | null;
  /** @throws MaloteError LEDGER_* */
  readonly health: () => Promise<HealthView>;
  /** Told once of a port that cannot be had, and again only after another one was asked for. */
  readonly onFailure: (error: MaloteError) => void;
}

const HOST = '127.0.0.1';
const OFF = 0;
const DEADLINE_MS = 10_000;
const AT_ONCE = 16;

/**
 * `/health` and `/metrics` for a monitor on this very computer, while somebody asks for it: nothing else listens, nothing is changed by
 * it, no company is named. A page of another site that has this address as its own (DNS rebinding) shows by its Host, and is refused.
 */
export class HealthPage {
  #server: Server | null = null;
  #port = OFF;
  #failed = false;

  constructor(private readonly options: HealthPageOptions) {}

  /** Listens where the settings say now, or not at all; asked often. Never rejects. */
  async follow(): Promise<void> {
    const port = this.options.settings()?.health.port ?? OFF;
    // a port that could not be had may be free by now: another engine of this workspace may have had it, and ended
    const isTriedAgain = this.#failed && port === this.#port;
    if (port === this.#port && !isTriedAgain) return;
    this.#port = port;
    this.#failed = false;
    await this.#end();
    if (port !== OFF) await this.#listen(port, !isTriedAgain);
  }

  async close(): Promise<void> {
    await this.#end();
    this.#port = OFF;
  }

  /** @param tells whether a failure is news */
  #listen(port: number, tells: boolean): Promise<void> {
    const server = createServer({ requestTimeout: DEADLINE_MS, maxHeaderSize: 8_192 }, (request, response) => {
      void this.#serve(request, response);
    });
    server.maxConnections = AT_ONCE;
    this.#server = server;
    return new Promise((resolve) => {
      server.on('error', (error) => {
        this.#failed = true;
        if (tells)
          this.options.onFailure(new MaloteError('DIAGNOSIS_PAGE_FAILED', { port, reason: fileReason(error) }));
        resolve();
      });
      // it keeps no process from its end
      server.listen(port, HOST, resolve).unref();
    });
  }

  async #end(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server?.listening !== true) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [status, type, text] = await this.#answer(request);
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    response.end(text);
  }

  async #answer({ method, url, headers }: IncomingMessage): Promise<readonly [number, string, string]> {
    if (!isThisComputer(headers.host)) return [403, TEXT, ''];
    if (method !== 'GET') return [405, TEXT, ''];
    if (url !== '/health' && url !== '/metrics') return [404, TEXT, ''];
    try {
      const view = await this.options.health();
      return url === '/metrics'
        ? [200, METRICS, metricsText(view)]
        : [view.healthy ? 200 : 503, JSON_TYPE, shown(view)];
    } catch (error) {
      return [503, JSON_TYPE, JSON.stringify({ healthy: false, troubles: [asMaloteError(error).code] })];
    }
  }
}

const TEXT = 'text/plain; charset=utf-8';
const METRICS = 'text/plain; version=0.0.4; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

function isThisComputer(host: string | undefined): boolean {
  return host !== undefined && URL.canParse(`http://${host}/`) && isLoopback(new URL(`http://${host}/`).hostname);
}

/** Without the place of the workspace, and of troubles their codes alone: sentences may hold paths. */
function shown({ workspace: _, troubles, ...view }: HealthView): string {
  return JSON.stringify({ ...view, troubles: troubles.map(({ code }) => code) });
}
