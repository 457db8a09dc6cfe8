import { readFileSync } from 'node:fs';
import { StartError } from '../start-error.ts';

export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as this user. null: we are an ordinary user already. */
export function chooseSystemUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readAccounts();
  const user = accounts.get('postgres') ?? accounts.get('nobody');
  if (user === undefined) {
    throw new StartError(
      'PostgreSQL does not run as root, and this system has neither a user postgres nor a user nobody. ' +
        'Start as an ordinary user; with a TELEGRAM_BOT_TOKEN, DATABASE_URL may name another PostgreSQL.',
    );
  }
  return user;
}

function readAccounts(): Map<string, SystemUser> {
  const accounts = new Map<string, SystemUser>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name !== undefined && uid !== undefined && gid !== undefined) {
      accounts.set(name, { name, uid: Number(uid), gid: Number(gid) });
    }
  }
  return accounts;
}
