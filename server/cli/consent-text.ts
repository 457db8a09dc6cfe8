import { readFileSync } from 'node:fs';
import { createMessages } from '#locales/create-messages.ts';

/** What has to be accepted before an account is connected, as the Mini App says it in English. */
export function readConsentText(): string {
  const file = new URL('../../locales/en.ftl', import.meta.url);
  return createMessages('en', readFileSync(file, 'utf8')).text('account-consent');
}
