/**
 * Makes an element. `properties` are attributes, except for `onclick` and the like, which become listeners, and
 * `className`; `true` writes an empty attribute, `false`, `null` and `undefined` write none. Text is always text.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'className') node.className = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const icons = {
  back: 'M15.5 4.5 8 12l7.5 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  send: 'M4 12 20 4l-4 16-4.5-6.5L4 12zM11.5 13.5 20 4',
  menu: 'M5 7h14M5 12h14M5 17h14',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  keyboard: 'M3.5 6.5h17v11h-17zM7 10v.01M10.5 10v.01M14 10v.01M17 10v.01M7.5 14h9',
  slash: 'M15 5 9 19',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4',
  external: 'M9 6h9v9M18 6 7 17',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20',
  eye: 'M2.5 12C5 7.5 8.5 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5S5 16.5 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  comment: 'M4 5h16v11H11l-4.5 4V16H4z',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.5v.01',
  video: 'M4 6h11v12H4zM15 10.5l5-3v9l-5-3',
  poll: 'M6 19v-7M12 19V5M18 19v-4',
  smile: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9 10v.01M15 10v.01M8.5 14c2 2.3 5 2.3 7 0',
  forward: 'M13 6l6 6-6 6M19 12H9c-3 0-4.5 2-4.5 6',
  devices: 'M4 5h13v9H4zM2.5 18h10M15.5 10H21v9h-5.5z',
  app: 'M5 5h6v6H5zM13 5h6v6h-6zM5 13h6v6H5zM13 13h6v6h-6z',
};

/** A line icon; the button around it carries the name. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}

/** A round button that shows an icon and says its name. */
export function iconButton(name, label, onclick, properties = {}) {
  return element(
    'button',
    { type: 'button', className: 'icon-button', 'aria-label': label, title: label, onclick, ...properties },
    icon(name),
  );
}

const avatarColours = ['red', 'orange', 'violet', 'green', 'cyan', 'blue', 'pink'];

/** Initials on a colour that follows from the id, as Telegram draws people without a photo. */
export function avatar(id, name, className = '') {
  const words = name.trim().split(/\s+/);
  const initials = words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
  const colour = avatarColours[Number(BigInt(id) % 7n)];
  return element(
    'span',
    { className: `avatar avatar-${colour} ${className}`, 'aria-hidden': 'true' },
    initials,
  );
}

/** Full name of a person. */
export function fullName(person) {
  return [person.firstName, person.lastName].filter(Boolean).join(' ');
}
