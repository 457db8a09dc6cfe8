import { api } from './api.js';
import { ask } from './dialog.js';
import { readPopup, readText } from './event-payload.js';
import { sendPrepared, shareContact } from './sharing-dialogs.js';

/**
 * What a Mini App may ask its person, one question at a time: a second one is declined while the first is open, as in
 * Telegram Web. `close()` takes away what is open; its answer then goes nowhere.
 */
export function createQuestions({ person, bot }) {
  const closing = new AbortController();
  const { signal } = closing;
  let isOpen = false;

  async function oneAtATime(declined, question) {
    if (isOpen || signal.aborted) return declined;
    isOpen = true;
    try {
      return await question();
    } finally {
      isOpen = false;
    }
  }

  async function askTwoWays(message, choice) {
    const buttons = [{ id: 'cancel', text: 'Cancel' }, choice];
    return (await ask({ message, buttons, signal })) === choice.id;
  }

  return {
    close: () => closing.abort(),
    /** Fields of `popup_closed`. */
    popup: (fields) =>
      oneAtATime({}, async () => {
        const popup = readPopup(fields);
        const answer = popup === null ? null : await ask({ ...popup, signal });
        return answer === null ? {} : { button_id: answer };
      }),
    /** A bot that the person has started may write already: nobody is asked. */
    writeAccess: () =>
      oneAtATime('cancelled', async () => {
        const { hasStarted, isBlocked } = await api.chat(person.id);
        if (hasStarted && !isBlocked) return 'allowed';
        const allow = { id: 'allow', text: 'Allow' };
        if (!(await askTwoWays(`Allow ${bot.name} to write to you?`, allow))) return 'cancelled';
        await api.allowWriting(person.id);
        return 'allowed';
      }),
    phone: () =>
      oneAtATime('cancelled', async () => ((await shareContact(person, bot, signal)) ? 'sent' : 'cancelled')),
    /** Name of what went wrong; null: the message was sent. */
    preparedMessage: (id) =>
      oneAtATime('USER_DECLINED', () => sendPrepared(person, bot, readText(id) ?? '', signal)),
    download: (url, name) =>
      oneAtATime('cancelled', async () => {
        const address = readText(url) ?? '';
        if (!/^https?:/i.test(address)) return 'cancelled';
        const choice = { id: 'download', text: 'Download' };
        if (!(await askTwoWays(`Download ${readText(name) ?? 'the file'}?`, choice))) return 'cancelled';
        window.open(address, '_blank', 'noopener');
        return 'downloading';
      }),
  };
}
