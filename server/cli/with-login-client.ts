import { createLoginClient, type LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import type { CommandContext } from './command.ts';

/** Lends a client of the gateway's logins to `work` and closes it afterwards. */
export async function withLoginClient<T>(
  { environment, database }: CommandContext,
  work: (client: LoginGatewayClient) => Promise<T>,
): Promise<T> {
  const client = createLoginClient({
    database,
    fallbackUrl: environment.gatewayUrl,
    token: environment.gatewayToken,
  });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
