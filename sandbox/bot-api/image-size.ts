/** Width and height in pixels of a PNG or JPEG; null: neither, or torn. */
export function readImageSize(content: Buffer): { width: number; height: number } | null {
  const isPng = content.length >= 24 && content.subarray(1, 4).toString('latin1') === 'PNG';
  if (isPng) return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
  if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < content.length) {
    const marker = content.readUInt16BE(at);
    // Start-of-frame segments hold the size; C4, C8 and CC are tables and reserved.
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    at += 2 + content.readUInt16BE(at + 2);
  }
  return null;
}
