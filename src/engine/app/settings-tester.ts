import { isMaloteError } from '../../shared/errors';
import { sizeWords } from '../../shared/messages/pt-BR/numbers';
import { settingsTestMessages as words } from '../../shared/messages/pt-BR/run';
import { leftOutSentence } from '../../shared/messages/pt-BR/sheets';
import { systemClock, type Clock } from '../base';
import { fetchWorkbook, isAddress, readWorkbook } from '../companies';
import type { FindProxy } from '../network';
import { settingsSchema, type SettingsTest } from '../settings';
import { openLocalRoot, resolveFrom, type RootOpener } from '../shares';
import { workbookReader } from './workbook-file';
import type { SiegCredentials } from '../sieg';
import { openSieg } from './sieg-connection';

export interface TestedPlace {
  /** Relative paths of the settings are seen from here. */
  readonly workspace: string;
  /** Folder of the key-wide limiter state. */
  readonly stateFolder: string;
  readonly clock?: Clock;
  /** How a folder is opened; default: in this process. */
  readonly openRoot?: RootOpener;
  /** Default: by the environment. */
  readonly findProxy?: FindProxy;
}

/**
 * Tries settings that need not be saved, nor complete: each looks at its own part alone. What fails is a result; only CANCELLED and
 * mistakes of the program are thrown.
 */
export class SettingsTester {
  readonly #clock: Clock;
  readonly #openRoot: RootOpener;

  constructor(private readonly place: TestedPlace) {
    this.#clock = place.clock ?? systemClock();
    this.#openRoot = place.openRoot ?? openLocalRoot;
  }

  /** Counts what SIEG has of yesterday and today. */
  async sieg(
    sieg: unknown,
    credentials: (address: string) => Promise<SiegCredentials>,
    signal = new AbortController().signal,
  ): Promise<SettingsTest> {
    return asSettingsTest(async () => {
      const checked = settingsSchema.shape.sieg.safeParse(sieg);
      if (!checked.success) return { ok: false, words: words.badAddress };
      const credential = await credentials(checked.data.baseUrl);
      const opened = openSieg({ sieg: checked.data }, credential, this.#clock, this.place.stateFolder, {
        findProxy: this.place.findProxy,
      });
      try {
        const probe = await opened.api.probe(signal);
        return { ok: probe.ok, words: probe.words };
      } finally {
        opened.close();
      }
    });
  }

  /** Writes, reads back and deletes a file in the folder. */
  async folder(folder: unknown, signal = new AbortController().signal): Promise<SettingsTest> {
    return asSettingsTest(async () => {
      if (typeof folder !== 'string' || folder.trim() === '') return { ok: false, words: words.noFolder };
      const root = this.#openRoot({
        id: 'trial',
        location: resolveFrom(this.place.workspace, folder),
        clock: this.#clock,
      });
      try {
        const { latencyMs, freeBytes } = await root.check({ signal });
        const free = freeBytes === null ? null : sizeWords(freeBytes);
        return { ok: true, words: words.folderWorks(Math.round(latencyMs), free) };
      } finally {
        await root.close();
      }
    });
  }

  /** Reads the list of companies without importing it. */
  async workbook(source: unknown, signal = new AbortController().signal): Promise<SettingsTest> {
    return asSettingsTest(async () => {
      if (typeof source !== 'string' || source.trim() === '') return { ok: false, words: words.noWorkbook };
      const place = isAddress(source) ? source : resolveFrom(this.place.workspace, source);
      const { companies, badRows, sheet, leftOut } = await readWorkbook(
        await fetchWorkbook(place, workbookReader(this.#openRoot), { signal, findProxy: this.place.findProxy }),
        source,
        { signal },
      );
      const bad = { rows: badRows.length, example: badRows[0] ?? null };
      return {
        ok: companies.length > 0,
        words: words.workbook(sheet, companies.length, bad, leftOutSentence(leftOut)),
        ...(badRows.length === 0 ? {} : { action: words.mendRows }),
      };
    });
  }
}

async function asSettingsTest(work: () => Promise<SettingsTest>): Promise<SettingsTest> {
  try {
    return await work();
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    return { ok: false, words: error.message, action: error.action };
  }
}
