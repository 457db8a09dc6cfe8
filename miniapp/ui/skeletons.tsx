import type { ReactElement } from 'react';
import { useText } from '../text.ts';
import { StillTrying } from './still-trying.tsx';

/** Rows of a list that is on its way, in the shape of what comes. The same stand in index.html before the first paint. */
export function ListSkeleton(): ReactElement {
  const { say } = useText();
  return (
    <div role="status" data-testid="loading">
      <span className="visually-hidden">{say('app-loading')}</span>
      <StillTrying className="still-trying" />
      <div className="skeleton-list">
        {['first', 'second', 'third'].map((row) => (
          <div className="skeleton-row" key={row}>
            <i className="bone bone-avatar" />
            <i className="bone bone-text" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A channel that is on its way: head, switch, four tiles and a chart. */
export function ChannelSkeleton(): ReactElement {
  const { say } = useText();
  return (
    <div className="skeleton-channel" role="status" data-testid="loading">
      <span className="visually-hidden">{say('app-loading')}</span>
      <StillTrying className="still-trying" />
      <div className="skeleton-row">
        <i className="bone bone-avatar" />
        <i className="bone bone-text" />
      </div>
      <i className="bone bone-switch" />
      <div className="tiles">
        {['first', 'second', 'third', 'fourth'].map((tile) => (
          <i className="bone bone-tile" key={tile} />
        ))}
      </div>
      <i className="bone bone-chart" />
    </div>
  );
}
