import type { UploadedFile } from './parameters.ts';

/** Fields and files of a `multipart/form-data` body; a malformed part is left out. */
export function parseMultipart(
  body: Buffer,
  contentType: string,
): { fields: Record<string, string>; files: Map<string, UploadedFile> } {
  const fields: Record<string, string> = {};
  const files = new Map<string, UploadedFile>();
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (boundary === null) return { fields, files };
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  let at = body.indexOf(mark);
  while (at !== -1) {
    const begin = at + mark.length + 2;
    const next = body.indexOf(mark, begin);
    if (next === -1) break;
    readPart(body.subarray(begin, next - 2), fields, files);
    at = next;
  }
  return { fields, files };
}

function readPart(part: Buffer, fields: Record<string, string>, files: Map<string, UploadedFile>): void {
  const border = part.indexOf('\r\n\r\n');
  if (border === -1) return;
  const head = part.subarray(0, border).toString('utf8');
  const name = /name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return;
  const content = part.subarray(border + 4);
  const named = /filename=(?:"([^"]*)"|([^";\r\n]+))/i.exec(head);
  // grammY writes the name of a file without quotation marks.
  const fileName = named?.[1] ?? named?.[2];
  if (fileName === undefined) {
    fields[name] = content.toString('utf8');
    return;
  }
  const mimeType = /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1] ?? 'application/octet-stream';
  files.set(name, { name: fileName, mimeType: mimeType.trim(), content: Buffer.from(content) });
}
