import type { TextStream } from '../host';

type Paint = (text: string) => string;

/** What a piece of text means; a plain style leaves texts as they are. */
export interface Style {
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly good: Paint;
  readonly warning: Paint;
  readonly bad: Paint;
}

const ESCAPE = String.fromCharCode(27);

function colour(open: number, close: number): Paint {
  return (text) => `${ESCAPE}[${String(open)}m${text}${ESCAPE}[${String(close)}m`;
}

const same: Paint = (text) => text;

export const PLAIN: Style = { strong: same, quiet: same, good: same, warning: same, bad: same };

export const COLOURED: Style = {
  strong: colour(1, 22),
  quiet: colour(2, 22),
  good: colour(32, 39),
  warning: colour(33, 39),
  bad: colour(31, 39),
};

/** Colours on a terminal only, and never where NO_COLOR is set (https://no-color.org). */
export function styleFor(stream: TextStream, env: NodeJS.ProcessEnv): Style {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb' ? COLOURED : PLAIN;
}
