import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  // a desktop of the test's own can be had on Linux alone
  testIgnore: process.platform === 'linux' ? [] : '**/desktop.e2e.ts',
  outputDir: 'test-results/e2e',
  workers: 1,
  timeout: 60_000,
  // of conditions that are waited for; a busy machine takes its time
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: true,
});
