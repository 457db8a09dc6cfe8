import { accessMutants } from './access-mutants.ts';
import { loginMutants } from './login-mutants.ts';
import { messageMutants } from './message-mutants.ts';
import type { Mutant } from './mutant.ts';

export const allMutants: readonly Mutant[] = [...messageMutants, ...accessMutants, ...loginMutants];
