import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react';
import { useBackButton } from '../telegram/client.ts';
import { useText } from '../text.ts';

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A sheet from below over a dimmed page. It is the browser's own modal dialog: focus stays inside and returns to what
 * opened it, Escape and Telegram's back button close it, and the page behind is out of reach for screen readers too.
 */
export function Sheet({ title, onClose, children }: SheetProps): ReactElement {
  const { say } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useBackButton(() => dialog.current?.close());
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself
    <dialog
      className="sheet"
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      data-testid="sheet"
    >
      <div className="sheet-body">
        <header className="sheet-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="sheet-close" onClick={() => dialog.current?.close()}>
            <span aria-hidden="true">✕</span>
            <span className="visually-hidden">{say('app-close')}</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
