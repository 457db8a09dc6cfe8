import type { ReactElement } from 'react';

/** The title over a group of rows. The library's own would be a second first-level heading of the page. */
export function SectionHead({ children }: { children: string }): ReactElement {
  return (
    <header className="section-head">
      <h2>{children}</h2>
    </header>
  );
}
