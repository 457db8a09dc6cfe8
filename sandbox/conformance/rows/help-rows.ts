import { including, satisfying } from '../compare.ts';
import type { RowTable } from '../row.ts';

/** The scene's world stands at its epoch; the wire does not. */
function isWallTime(date: unknown): boolean {
  return Math.abs(Number(date) - Date.now() / 1000) < 60;
}

export const helpRows: RowTable = {
  'help.getConfig': {
    successes: [
      {
        title: 'announces every data centre, and says which one answers',
        as: 'nobody',
        fields: () => ({}),
        answer: ({ dcs, dcId }) =>
          including('config', {
            date: satisfying('wall time', isWallTime),
            this_dc: dcId,
            test_mode: false,
            dc_options: dcs.map(({ id, ip, port }) =>
              including('dcOption', { id, ip_address: ip, port, ipv6: undefined, media_only: undefined }),
            ),
            me_url_prefix: 'https://t.me/',
            message_length_max: 4096,
            caption_length_max: 1024,
          }),
      },
    ],
    failures: [],
  },
  'help.getNearestDc': {
    successes: [
      {
        title: 'names the data centre that is asked',
        as: 'nobody',
        fields: () => ({}),
        answer: ({ dcId }) => ({
          _: 'nearestDc',
          country: satisfying('a country', (country) => typeof country === 'string' && country !== ''),
          this_dc: dcId,
          nearest_dc: dcId,
        }),
      },
    ],
    failures: [],
  },
  'help.getAppConfig': {
    successes: [
      {
        title: 'gives the configuration to somebody who has none',
        as: 'collector',
        fields: () => ({ hash: 0 }),
        answer: () => including('help.appConfig', { config: including('jsonObject') }),
      },
      {
        title: 'says that nothing changed to somebody who has it',
        as: 'collector',
        arrange: async ({ ask }) => {
          const { hash } = await ask('collector', { _: 'help.getAppConfig', hash: 0 });
          return { hash };
        },
        fields: (_, { hash }) => ({ hash }),
        answer: () => ({ _: 'help.appConfigNotModified' }),
      },
    ],
    failures: [],
  },
};
