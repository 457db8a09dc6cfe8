import { Router } from 'express';
import { leaseQuestionSchema } from '../lease/ask-for-sockets.ts';
import { parse } from './parse.ts';

/** What another gateway asks before it takes over the leases of a silent one. */
export function createLeaseRoutes(hasSockets: (owner: string) => boolean | null): Router {
  const router = Router();
  router.post('/', (request, response) => {
    const { owner } = parse(leaseQuestionSchema, request.body ?? {});
    response.json({ has_sockets: hasSockets(owner) });
  });
  return router;
}
