/** One step of the schema: statements run one by one, in order, each in its own query (a rule of Citus). */
export interface Migration {
  /** `0001-channels`: number and idea; never renamed once released. */
  name: string;
  up: string[];
  down: string[];
}
