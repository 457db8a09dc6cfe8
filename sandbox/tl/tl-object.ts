/**
 * TL, the language every MTProto message is written in. Two layers of Telegram's API schema are known: the one GramJS
 * speaks and the newer one mtcute speaks. Whatever arrives is read by its constructor id from the union of both;
 * answers are written for the layer the client named. Values appear as plain objects with exactly the schema's names:
 *
 * | TL | here |
 * |---|---|
 * | int, # | number |
 * | long | bigint, signed |
 * | double | number |
 * | string | string |
 * | bytes, int128, int256 | Buffer |
 * | Bool | boolean |
 * | flags.N?true | `true`, or the property is absent |
 * | other absent flags | the property is absent |
 * | Vector | array |
 */
export interface TlObject {
  /** Full name of the constructor or method: `messages.channelMessages`, `channels.getFullChannel`. */
  readonly _: string;
  readonly [field: string]: unknown;
}
