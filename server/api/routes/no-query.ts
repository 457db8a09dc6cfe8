import { z } from 'zod';

/** The query of a route without parameters. */
export const noQuery = z.strictObject({});
