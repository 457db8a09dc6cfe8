/** Names of public channels of the local Telegram, for somebody who meets it for the first time; at most three. */
export async function namesToTry(controlUrl: string): Promise<string[]> {
  try {
    const options = { method: 'POST', signal: AbortSignal.timeout(5_000) };
    const response = await fetch(`${controlUrl}/listChannels`, options);
    const channels = (await response.json()) as { username: string | null; kind: string }[];
    return channels
      .filter(({ kind }) => kind === 'broadcast')
      .flatMap(({ username }) => (username === null ? [] : [`@${username}`]))
      .slice(0, 3);
  } catch {
    // A hint is not worth giving up a start that is otherwise complete.
    return [];
  }
}
