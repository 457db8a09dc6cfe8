import { crc32, deflateSync } from 'node:zlib';

/** A photo comes in several sizes, the smallest first. */
export const pictureSizes = [
  { width: 90, height: 68 },
  { width: 320, height: 240 },
] as const;

const colours = ['5b8def', '4fb286', 'e0795a', '9a6fd0', 'd9a441'] as const;

export interface Picture {
  content: Buffer;
  width: number;
  height: number;
}

const drawn = new Map<string, Picture>();

/**
 * A PNG that stands for a photo of the world, which keeps no pixels: a sky, a sun and a hill; `seed` chooses the colour.
 * Only few different ones exist, so each is drawn once and the folder of files stays small.
 */
export function drawPicture(seed: number, size: (typeof pictureSizes)[number]): Picture {
  const colour = colours[Math.abs(seed) % colours.length] ?? colours[0];
  const name = `${colour}:${size.width}`;
  const picture = drawn.get(name) ?? { content: encode(Buffer.from(colour, 'hex'), size), ...size };
  drawn.set(name, picture);
  return picture;
}

function encode(colour: Buffer, { width, height }: (typeof pictureSizes)[number]): Buffer {
  // Every row begins with its filter, 0: none.
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = lightAt(x / width, y / height);
      for (const [index, part] of colour.entries())
        rows[y * (1 + 3 * width) + 1 + 3 * x + index] = Math.min(255, Math.round(part * light));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits for each of red, green and blue.
  header.set([8, 2], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

/** How bright a place of the picture is, 1: its own colour; both coordinates are 0…1 from the upper left. */
function lightAt(x: number, y: number): number {
  const isHill = y > 0.72 - 0.16 * Math.sin(2 + 4 * x);
  if (isHill) return 0.62;
  const isSun = ((x - 0.74) * 4) ** 2 + ((y - 0.28) * 3) ** 2 < 0.12;
  return isSun ? 1.6 : 1.25 - 0.35 * y;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8 + named.length);
  frame.writeUInt32BE(data.length, 0);
  named.copy(frame, 4);
  frame.writeUInt32BE(crc32(named), 4 + named.length);
  return frame;
}
