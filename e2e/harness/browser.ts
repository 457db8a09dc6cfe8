import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '#start/tools/find-tools.ts';

const artefacts = resolve(import.meta.dirname, '../../artefacts');

/** Why browser tests cannot run here; null: they can. */
export const whyNoBrowser = findChromium() === null ? 'no Chromium was found: npm run setup:e2e' : null;

/** A headless Chromium of the system, or the one playwright downloaded. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium.');
  return chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** Keeps what the page looks like under `artefacts/`, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`) });
}
