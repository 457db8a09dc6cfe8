import { readFileSync } from 'node:fs';
import { type Consent, consentVersion } from '#contract/account.ts';
import type { Viewer } from '#contract/session.ts';
import { createMessages } from '#locales/create-messages.ts';

/** What is said about connecting an account, in one language. */
export interface AccountTexts {
  consent: Consent;
  /** Why a QR code cannot be scanned by the phone that shows it. */
  qrHint: string;
}

/** Reads the texts that answers carry word for word. */
export function readAccountTexts(): Record<Viewer['language'], AccountTexts> {
  return { en: readTexts('en'), ru: readTexts('ru') };
}

function readTexts(language: Viewer['language']): AccountTexts {
  const file = new URL(`../../locales/${language}.ftl`, import.meta.url);
  const messages = createMessages(language, readFileSync(file, 'utf8'));
  return {
    consent: { version: consentVersion, text: messages.text('account-consent') },
    qrHint: messages.text('account-qr-hint'),
  };
}
