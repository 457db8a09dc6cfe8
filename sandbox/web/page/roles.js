/** Who the people of the world are, in the languages of those who look at the page. */
const words = {
  en: {
    roles: { owner: 'owner', editor: 'editor', viewer: 'viewer', stranger: 'stranger' },
    withStatistics: { one: '# channel with statistics', other: '# channels with statistics' },
    administrated: { one: 'administrates # channel', other: 'administrates # channels' },
    joined: { one: 'reads # channel', other: 'reads # channels' },
    none: 'in no channel',
  },
  ru: {
    roles: { owner: 'владелец', editor: 'редактор', viewer: 'читатель', stranger: 'посторонний' },
    withStatistics: {
      one: '# канал со статистикой',
      few: '# канала со статистикой',
      other: '# каналов со статистикой',
    },
    administrated: { one: 'ведёт # канал', few: 'ведёт # канала', other: 'ведёт # каналов' },
    joined: { one: 'читает # канал', few: 'читает # канала', other: 'читает # каналов' },
    none: 'ни одного канала',
  },
};

/** `owner · 2 channels with statistics`: the role and the one thing that matters most about it. */
export function describeRole({ role, channels }, language) {
  const { roles, none, ...clauses } = words[language];
  const most = ['withStatistics', 'administrated', 'joined'].find((name) => channels[name] > 0);
  const clause = most === undefined ? none : countOf(clauses[most], channels[most], language);
  return role === null ? clause : `${roles[role]} · ${clause}`;
}

function countOf(forms, count, language) {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return form.replace('#', String(count));
}
