import { describe, expect, it } from 'vitest';
import { readTl } from './read-tl.ts';
import { writeTl, writeTlAnswer } from './write-tl.ts';

const user = { _: 'inputUser', user_id: 7n, access_hash: -1n };

describe('writing an object', () => {
  it('drops a field only the newer layer has', () => {
    const request = { _: 'contacts.getTopPeers', correspondents: true, offset: 0, limit: 1, hash: 0n };
    const newer = { ...request, bots_guestchat: true };
    expect(readTl(writeTl(227, newer))).toEqual(newer);
    expect(readTl(writeTl(198, newer))).toEqual(request);
  });

  it('takes the closest older layer for a layer nobody has', () => {
    expect(writeTl(210, user)).toEqual(writeTl(198, user));
    expect(writeTl(5, user)).toEqual(writeTl(198, user));
    expect(writeTl(900, user)).toEqual(writeTl(227, user));
  });

  it('treats null, undefined and an unset flag as absent', () => {
    const bare = { _: 'inputPeerChannel', channel_id: 1n, access_hash: 2n };
    const request = { _: 'messages.sendMessage', peer: bare, message: 'a', random_id: 1n };
    const spelled = { ...request, silent: false, reply_to: null, schedule_date: undefined };
    expect(readTl(writeTl(198, spelled))).toEqual(request);
  });

  it('refuses a field no layer knows and names it', () => {
    expect(() => writeTl(198, { ...user, acess_hash: 1n })).toThrow(
      'inputUser.acess_hash: no layer has this field',
    );
  });

  it('names the path of a value that does not fit', () => {
    expect(() => writeTl(198, { _: 'users.getUsers', id: [{ ...user, user_id: 7 }] })).toThrow(
      'users.getUsers.id > inputUser.user_id: expected a bigint, got number',
    );
    expect(() => writeTl(198, { _: 'inputUser', user_id: 7n })).toThrow(
      'inputUser.access_hash: expected a bigint, got nothing',
    );
  });

  it('writes long strings with a four-byte header', () => {
    const text = 'я'.repeat(200);
    const object = { _: 'contacts.resolveUsername', username: text };
    expect(readTl(writeTl(198, object))).toEqual(object);
    expect(writeTl(198, { ...object, username: 'a'.repeat(253) })).toHaveLength(264);
  });
});

describe('writing an answer', () => {
  it('spells booleans and arrays as the method declares them', () => {
    expect(writeTlAnswer(198, 'auth.resetAuthorizations', true).toString('hex')).toBe('b5757299');
    const views = writeTlAnswer(198, 'contacts.getContactIDs', [1, 2]);
    expect(views.toString('hex')).toBe('15c4b51c020000000100000002000000');
  });
});
