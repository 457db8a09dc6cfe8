import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileObject } from './bot-objects.ts';
import type { UploadedFile } from './parameters.ts';

/** Files the bot has sent, kept by the hash of their content. */
export interface FileStore {
  save(file: UploadedFile, kind: 'photos' | 'documents'): FileObject;
  /** Path for the download address; null: no such file. */
  pathOf(fileId: string): string | null;
  read(path: string): Buffer | null;
}

export function createFileStore(directory: string): FileStore {
  return {
    save(file, kind) {
      const hash = createHash('sha256').update(file.content).digest('hex').slice(0, 32);
      const extension = /\.[A-Za-z0-9]{1,8}$/.exec(file.name)?.[0] ?? '';
      mkdirSync(join(directory, kind), { recursive: true, mode: 0o700 });
      const path = join(directory, kind, hash + extension);
      if (!existsSync(path)) writeFileSync(path, file.content);
      return {
        file_id: `${kind}-${hash}${extension.replace('.', '-')}`,
        file_unique_id: hash.slice(0, 16),
        file_size: file.content.length,
      };
    },
    pathOf(fileId) {
      const match = /^(photos|documents)-([0-9a-f]{32})(?:-([A-Za-z0-9]{1,8}))?$/.exec(fileId);
      if (match === null) return null;
      const path = `${match[1]}/${match[2]}${match[3] === undefined ? '' : `.${match[3]}`}`;
      return existsSync(join(directory, path)) ? path : null;
    },
    read(path) {
      if (!/^(photos|documents)\/[0-9a-f]{32}(\.[A-Za-z0-9]{1,8})?$/.test(path)) return null;
      const full = join(directory, path);
      return existsSync(full) ? readFileSync(full) : null;
    },
  };
}
