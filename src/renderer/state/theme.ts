import type { Preferences } from '../../shared/ipc/shell';

/** Puts the chosen theme on the page; "system" leaves it to `prefers-color-scheme`. */
export function applyTheme(theme: Preferences['theme'], root: HTMLElement = document.documentElement): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
