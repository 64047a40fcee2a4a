import type { Budget } from './limits';
import type { PackageParts } from './package-parts';
import { readWhole, type ElementHandler } from './read-xml';

/** `_x000D_` is how the format writes characters that XML has not, or would change (ECMA-376, ST_Xstring). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Collects the text of an `si` or `is`: its `t`, or those of its runs; phonetic guides (`rPh`) are not part of it. */
export class TextCollector {
  #text = '';
  #collects = false;
  #inRun = false;

  /** @param level below the `si` or `is`, from 1 */
  open(name: string, level: number): void {
    if (level === 1) this.#inRun = name === 'r';
    this.#collects = name === 't' && (level === 1 || (level === 2 && this.#inRun));
  }

  close(): void {
    this.#collects = false;
  }

  text(text: string): void {
    if (this.#collects) this.#text += text;
  }

  /** What was collected; the next text begins empty. */
  take(): string {
    const text = unescaped(this.#text);
    this.#text = '';
    return text;
  }
}

/** The shared strings of a workbook, in their order. */
export async function readStrings(parts: PackageParts, name: string, budget: Budget): Promise<string[]> {
  const strings: string[] = [];
  const collector = new TextCollector();
  const handler: ElementHandler = {
    open(element, _, depth) {
      if (depth >= 2) collector.open(element, depth - 1);
    },
    close(element, depth) {
      collector.close();
      if (depth !== 1 || element !== 'si') return;
      budget.spend('strings');
      strings.push(collector.take());
    },
    text: (text) => collector.text(text),
  };
  await readWhole(parts.read(name), handler);
  return strings;
}
