import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../src/renderer/styles/tokens.css'), 'utf8');

/** Tokens of one theme, those that are plain colours. */
function tokens(theme: 0 | 1): ReadonlyMap<string, string> {
  const pairs = [...css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)];
  return new Map(pairs.map(([, name = '', light = '', dark = '', both]) => [name, both ?? [light, dark][theme] ?? '']));
}

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'surface-quiet', 'surface-hover', 'surface-overlay'];
const TEXTS = ['text', 'text-quiet', 'text-faint', 'accent-text', 'good-text', 'warn-text', 'bad-text'];
const READABLE: readonly (readonly [text: string, ground: string])[] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ['good-text', 'good-soft'],
  ['warn-text', 'warn-soft'],
  ['bad-text', 'bad-soft'],
  ['accent-text', 'accent-soft'],
  ...['good-soft', 'warn-soft', 'bad-soft', 'accent-soft'].map((ground) => ['text', ground] as const),
  ['text-on-fill', 'accent'],
  ['text-on-fill', 'accent-hover'],
  ['text-on-fill', 'bad'],
  ['text-on-fill', 'bad-hover'],
  ['rail-text', 'rail-active'],
  ['rail-text-quiet', 'rail'],
  ['rail-text', 'rail-hover'],
];
const VISIBLE: readonly (readonly [line: string, ground: string])[] = [
  ['control-line', 'surface'],
  ['control-line', 'canvas'],
  ['focus', 'surface'],
  ['focus', 'canvas'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s theme', (_name, theme) => {
  const colours = tokens(theme);
  const of = (name: string): string => {
    const colour = colours.get(name);
    if (colour === undefined) throw new Error(`there is no colour --${name}`);
    return colour;
  };

  it.each(READABLE)('%s can be read on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(VISIBLE)('%s can be seen on %s', (line, ground) => {
    expect(contrast(of(line), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
