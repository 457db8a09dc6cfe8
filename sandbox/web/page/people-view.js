import { avatar, element, fullName } from './dom.js';
import { describeRole } from './roles.js';
import { themeToggle } from './theme.js';

/** The first screen: choose whom to be. */
export function createPeopleView(people, choose) {
  const spoken = navigator.language.startsWith('ru') ? 'ru' : 'en';
  return element(
    'main',
    { className: 'people-view' },
    element('div', { className: 'people-theme' }, themeToggle()),
    element(
      'div',
      { className: 'people-card' },
      element('img', { src: '/icon.svg', alt: '', width: '72', height: '72' }),
      element('h1', {}, 'Sandbox Telegram'),
      element('p', {}, 'A local Telegram for trying the bot and its Mini App. Who would you like to be?'),
      element(
        'div',
        { className: 'people-list' },
        people.map((one) =>
          element(
            'button',
            {
              type: 'button',
              className: 'person',
              'data-testid': `person-${one.id}`,
              onclick: () => choose(one.id),
            },
            avatar(one.id, fullName(one)),
            element(
              'span',
              { className: 'person-lines' },
              element('strong', {}, fullName(one)),
              element('small', { 'data-testid': `role-${one.id}`, lang: spoken }, describeRole(one, spoken)),
              element('small', {}, describe(one)),
              one.phone !== null && element('small', {}, `+${one.phone}`),
            ),
          ),
        ),
      ),
    ),
  );
}

function describe({ username, languageCode }) {
  const language = languageCode === 'ru' ? 'Russian' : 'English';
  return username === null ? language : `@${username} · ${language}`;
}

/** Instead of everything else: why nothing can be shown, and a way to try again. */
export function createProblemView(sentence, retry) {
  return element(
    'main',
    { className: 'people-view' },
    element(
      'div',
      { className: 'people-card', role: 'alert', 'data-testid': 'problem' },
      element('h1', {}, 'Sandbox Telegram'),
      element('p', {}, sentence),
      element(
        'button',
        { type: 'button', className: 'wide-button', 'data-testid': 'retry', onclick: retry },
        'Try again',
      ),
    ),
  );
}
