import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { themeParams } from './theme-params.ts';

const style = readFileSync(join(import.meta.dirname, 'page', 'theme.css'), 'utf8');

it.each(['light', 'dark'] as const)('draws the page in the colours it tells Mini Apps (%s)', (theme) => {
  const block = style.split(`[data-theme="${theme}"] {`)[1]?.split('}')[0] ?? '';
  for (const [name, colour] of Object.entries(themeParams[theme])) {
    expect(block).toContain(`--${name.replaceAll('_', '-')}: ${colour};`);
    expect(style.split('--theme-names:')[1]?.split(';')[0]?.split(/\s+/)).toContain(name);
  }
});
