import { defineConfig } from '@playwright/test';

/** Tests that wait for a share and a desktop more than they work: they run beside the others, on a screen of their own. */
const DESKTOP = '**/desktop.e2e.ts';

export default defineConfig({
  testDir: 'test/e2e',
  projects: [
    { name: 'window', testMatch: '**/*.e2e.ts', testIgnore: DESKTOP, outputDir: 'test-results/e2e-window' },
    // a desktop of the test's own can be had on Linux alone
    ...(process.platform === 'linux'
      ? [{ name: 'desktop', testMatch: DESKTOP, outputDir: 'test-results/e2e-desktop' }]
      : []),
  ],
  workers: 1,
  timeout: 60_000,
  // of conditions that are waited for; a busy machine takes its time
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: true,
});
