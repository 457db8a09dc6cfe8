import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { RpcAnswer, RpcCall } from './rpc-call.ts';
import { RpcError } from './rpc-error.ts';

const NUMBERS = [
  'chat_size_max',
  'megagroup_size_max',
  'forwarded_count_max',
  'online_update_period_ms',
  'offline_blur_timeout_ms',
  'offline_idle_timeout_ms',
  'online_cloud_timeout_ms',
  'notify_cloud_delay_ms',
  'notify_default_delay_ms',
  'push_chat_period_ms',
  'push_chat_limit',
  'edit_time_limit',
  'revoke_time_limit',
  'revoke_pm_time_limit',
  'rating_e_decay',
  'stickers_recent_limit',
  'channels_read_media_period',
  'call_receive_timeout_ms',
  'call_ring_timeout_ms',
  'call_connect_timeout_ms',
  'call_packet_timeout_ms',
  'caption_length_max',
  'message_length_max',
];

/** `config`, naming the addresses of `dcs` as [id, ip, port]. */
export function aConfig(thisDc: number, dcs: [number, string, number][]): TlObject {
  const now = Math.floor(Date.now() / 1000);
  return {
    _: 'config',
    date: now,
    expires: now + 3600,
    test_mode: false,
    this_dc: thisDc,
    dc_options: dcs.map(([id, ip_address, port]) => ({ _: 'dcOption', id, ip_address, port })),
    dc_txt_domain_name: 'apv3.stel.com',
    ...Object.fromEntries(NUMBERS.map((name) => [name, 1000])),
    me_url_prefix: 'https://t.me/',
    webfile_dc_id: thisDc,
  };
}

export const ALICE = {
  _: 'user',
  self: true,
  premium: true,
  id: 5_000_000_001n,
  access_hash: -7_123_456_789_012_345_678n,
  first_name: 'Алиса',
  username: 'alice',
  status: { _: 'userStatusRecently' },
};

/** The few methods the tests of this folder call. */
export async function answerForTests(call: RpcCall, dcs: [number, string, number][]): Promise<RpcAnswer> {
  const { request } = call;
  switch (request._) {
    case 'help.getConfig':
      return aConfig(call.dcId, dcs);
    case 'users.getUsers':
      return (request.id as TlObject[]).map(() => ALICE);
    case 'updates.getState':
      return { _: 'updates.state', pts: 1, qts: 0, date: 1_700_000_000, seq: 1, unread_count: 0 };
    case 'contacts.resolveUsername':
      throw new RpcError(400, 'USERNAME_NOT_OCCUPIED');
    case 'help.getInviteText':
      return { _: 'help.inviteText', message: 'длинный текст '.repeat(2000) };
    case 'messages.sendMessage':
      return { _: 'updateShort', update: { _: 'updateConfig' }, date: String(request.message).length };
    case 'auth.exportAuthorization':
      return { _: 'auth.exportedAuthorization', id: 5_000_000_001n, bytes: Buffer.from('ticket') };
    case 'auth.importAuthorization':
      call.authorization.userId = '5000000001';
      return { _: 'auth.authorization', user: ALICE };
    case 'help.saveAppLog':
      await new Promise((resolve) => setTimeout(resolve, 4000));
      return true;
    default:
      throw new RpcError(400, 'INPUT_METHOD_INVALID');
  }
}
