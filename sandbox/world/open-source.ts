import { createDemo } from './demo/create-demo.ts';
import { createRecordedChannels } from './recorded/create-recorded-channel.ts';
import { createSyntheticChannel } from './synthetic/create-synthetic-channel.ts';
import type { SourceContent, SourceContext, WorldSource } from './world-source.ts';

/** Reads or generates what a source brings into the world. Throws `WorldError` for a recording that is none. */
export function openSource(source: WorldSource, context: SourceContext): SourceContent {
  switch (source.kind) {
    case 'demo':
      return createDemo(context);
    case 'recorded':
      return { users: [], channels: createRecordedChannels(source.directory, context) };
    case 'synthetic':
      return { users: [], channels: [createSyntheticChannel(source.messages, source.seed, context.epoch)] };
  }
}
