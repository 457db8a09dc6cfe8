import { icon } from './dom.js';

const key = 'sandbox-theme';
const listeners = new Set();

/** The theme in force: `light` or `dark`. */
export function currentTheme() {
  return document.documentElement.dataset.theme;
}

/** Applies the remembered theme, or the system's. */
export function startTheme() {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const remembered = localStorage.getItem(key);
  document.documentElement.dataset.theme =
    remembered === 'dark' || remembered === 'light' ? remembered : system;
}

/** Told about every change of the theme; returns a function that stops. */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The button that changes between light and dark. */
export function themeToggle() {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon-button';
  button.dataset.testid = 'theme-toggle';
  const show = () => {
    const isDark = currentTheme() === 'dark';
    button.setAttribute('aria-label', isDark ? 'Use the light theme' : 'Use the dark theme');
    button.title = button.getAttribute('aria-label');
    button.replaceChildren(icon(isDark ? 'sun' : 'moon'));
  };
  button.addEventListener('click', () => {
    const next = currentTheme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem(key, next);
    for (const listener of listeners) listener(next);
  });
  onThemeChange(show);
  show();
  return button;
}

/** The colours of the theme in force under the names Mini Apps know, read from the style sheet. */
export function currentThemeParams() {
  const style = getComputedStyle(document.documentElement);
  const names = style.getPropertyValue('--theme-names').trim().split(/\s+/);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name.replaceAll('_', '-')}`).trim()]),
  );
}
