import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { intField } from './fields.ts';
import type { MethodCall, MethodTable } from './method.ts';

/** What clients ask before anything else: addresses and limits. */
export const helpMethods: MethodTable = {
  'help.getConfig': { for: 'anyone', answer: buildConfig },
  'help.getNearestDc': {
    for: 'anyone',
    answer: ({ rpc }) => ({ _: 'nearestDc', country: 'NL', this_dc: rpc.dcId, nearest_dc: rpc.dcId }),
  },
  'help.getAppConfig': {
    for: 'anyone',
    answer: buildAppConfig,
  },
};

const hourSeconds = 3600;

/** Limits and switches; of those clients read here there is only the freeze of an account. */
function buildAppConfig({ request, rpc, accounts }: MethodCall): TlObject {
  const { userId } = rpc.authorization;
  const freeze = userId === null ? null : accounts.standings.freeze(userId);
  // A positive number that changes with what it stands for.
  const hash = freeze === null ? 1 : freeze.since;
  if (intField(request, 'hash') === hash) return { _: 'help.appConfigNotModified' };
  const value =
    freeze === null
      ? []
      : [
          { key: 'freeze_since_date', value: { _: 'jsonNumber', value: freeze.since } },
          { key: 'freeze_until_date', value: { _: 'jsonNumber', value: freeze.until } },
          { key: 'freeze_appeal_url', value: { _: 'jsonString', value: freeze.appealUrl } },
        ];
  const fields = value.map((field) => ({ _: 'jsonObjectValue', ...field }));
  return { _: 'help.appConfig', hash, config: { _: 'jsonObject', value: fields } };
}

function buildConfig({ dcs, rpc }: MethodCall): TlObject {
  // Clients set their clocks by it, and the wire runs on wall time whatever time it is in the world.
  const now = Math.floor(Date.now() / 1000);
  return {
    _: 'config',
    date: now,
    expires: now + hourSeconds,
    test_mode: false,
    this_dc: rpc.dcId,
    dc_options: dcs.map(({ id, ip, port }) => ({ _: 'dcOption', id, ip_address: ip, port, static: true })),
    dc_txt_domain_name: 'localhost',
    chat_size_max: 200,
    megagroup_size_max: 200_000,
    forwarded_count_max: 100,
    online_update_period_ms: 210_000,
    offline_blur_timeout_ms: 5000,
    offline_idle_timeout_ms: 30_000,
    online_cloud_timeout_ms: 300_000,
    notify_cloud_delay_ms: 30_000,
    notify_default_delay_ms: 1500,
    push_chat_period_ms: 60_000,
    push_chat_limit: 2,
    edit_time_limit: 172_800,
    revoke_time_limit: 2_147_483_647,
    revoke_pm_time_limit: 2_147_483_647,
    rating_e_decay: 2_419_200,
    stickers_recent_limit: 200,
    channels_read_media_period: 604_800,
    call_receive_timeout_ms: 20_000,
    call_ring_timeout_ms: 90_000,
    call_connect_timeout_ms: 30_000,
    call_packet_timeout_ms: 10_000,
    me_url_prefix: 'https://t.me/',
    caption_length_max: 1024,
    message_length_max: 4096,
    webfile_dc_id: rpc.dcId,
    reactions_default: { _: 'reactionEmoji', emoticon: '👍' },
  };
}
