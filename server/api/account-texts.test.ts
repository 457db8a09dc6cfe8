import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { consentVersion } from '#contract/account.ts';
import { readAccountTexts } from './account-texts.ts';

const texts = readAccountTexts();

it('has a version of the consent text that changes with either language of it', () => {
  const both = `${texts.en.consent.text}\n${texts.ru.consent.text}`;
  const digest = createHash('sha256').update(both).digest('hex').slice(0, 8);
  expect(consentVersion.split('-').at(-1)).toBe(digest);
  expect(texts.en.consent.version).toBe(consentVersion);
});

it('says before anything is connected what the service gets and where it is ended', () => {
  expect(texts.ru.consent.text).toContain('полный доступ к аккаунту');
  expect(texts.ru.consent.text).toContain('Настройки → Устройства');
  expect(texts.en.consent.text).toContain('full access to the account');
  expect(texts.en.consent.text).toContain('Settings → Devices');
});

it('explains why the same phone cannot scan the code, and asks for neither a phone number nor a code', () => {
  expect(texts.ru.qrHint).toContain('С этого же телефона войти по коду не получится');
  expect(texts.en.qrHint).toContain('same phone cannot');
  for (const { qrHint, consent } of Object.values(texts)) {
    expect(qrHint + consent.text).not.toMatch(/номер телефона|phone number|введите код|type the code/i);
  }
});
