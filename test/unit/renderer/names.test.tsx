// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { SCENES } from '../../renderer/console/fixtures';
import { show, usePage } from './page';

usePage();

const NAMED = [
  'button',
  'textbox',
  'searchbox',
  'spinbutton',
  'combobox',
  'tab',
  'switch',
  'progressbar',
  'region',
  'table',
  'navigation',
  'dialog',
] as const;

describe.each(Object.entries(SCENES))('in the scene "%s"', (_name, fixture) => {
  it('whatever can be reached has a name, and there is one main part', async () => {
    await show(fixture());
    for (const role of NAMED) expect(screen.queryAllByRole(role, { name: /^\s*$/ })).toEqual([]);
    expect(screen.getAllByRole('main')).toHaveLength(1);
    expect(within(screen.getByRole('navigation', { name: 'Telas' })).getAllByRole('button')).toHaveLength(8);
  });

  it('nothing brings a style element, which the page policy would refuse', async () => {
    await show(fixture());
    expect(document.body.querySelectorAll('style')).toHaveLength(0);
  });
});
