import { join } from 'node:path';
import { isMaloteError } from '../../shared/errors';
import { checkSettings } from './check';
import { parseObject, readText } from './file';
import type { Settings } from './schema';
import { SETTINGS_FILE } from './store';

/** The settings as the file says them now, for who looks often while somebody may be writing it. A text that was checked is not checked again. */
export class SettingsPeek {
  readonly #file: string;
  #last: { readonly text: string; readonly settings: Settings | null } | null = null;

  constructor(dir: string) {
    this.#file = join(dir, SETTINGS_FILE);
  }

  /** Null when they cannot be had: then nothing is put aside and nobody is told. */
  async read(): Promise<Settings | null> {
    const text = await this.#text();
    if (text === null) return null;
    if (this.#last?.text !== text) this.#last = { text, settings: this.#checked(text) };
    return this.#last.settings;
  }

  async #text(): Promise<string | null> {
    try {
      return await readText(this.#file);
    } catch (error) {
      if (isMaloteError(error)) return null;
      throw error;
    }
  }

  #checked(text: string): Settings | null {
    try {
      const parsed = parseObject(text);
      return 'reason' in parsed ? null : checkSettings(parsed.value, this.#file);
    } catch (error) {
      if (isMaloteError(error)) return null;
      throw error;
    }
  }
}
