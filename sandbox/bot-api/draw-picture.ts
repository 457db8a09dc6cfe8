import { crc32, deflateSync } from 'node:zlib';

/** A photo comes in several sizes, the smallest first. */
export const pictureSizes = [
  { width: 90, height: 68 },
  { width: 320, height: 240 },
] as const;

const colours = ['5b8def', '4fb286', 'e0795a', '9a6fd0', 'd9a441'];

/**
 * A one-coloured PNG that stands for a photo of the world, which keeps no pixels; `seed` chooses the colour. Only few
 * different ones exist, so the folder of files stays small.
 */
export function drawPicture(
  seed: number,
  { width, height }: (typeof pictureSizes)[number],
): { content: Buffer; width: number; height: number } {
  const colour = Buffer.from(colours[Math.abs(seed) % colours.length] ?? '808080', 'hex');
  // Every row begins with its filter, 0: none.
  const row = Buffer.concat([Buffer.of(0), ...Array.from({ length: width }, () => colour)]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits for each of red, green and blue.
  header.set([8, 2], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return { content: Buffer.concat([signature, ...parts]), width, height };
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8 + named.length);
  frame.writeUInt32BE(data.length, 0);
  named.copy(frame, 4);
  frame.writeUInt32BE(crc32(named), 4 + named.length);
  return frame;
}
