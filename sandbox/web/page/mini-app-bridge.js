import { api } from './api.js';
import { answerDeviceStorage } from './device-storage.js';
import { ask } from './dialog.js';
import { sendPrepared, shareContact } from './sharing-dialogs.js';

const noInsets = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * Speaks with the frame as Telegram Web does: JSON texts `{eventType, eventData}` by postMessage, from the frame's own
 * origin only and to it only. `host` is what the window around the frame can do. Every event, known or not, is logged.
 */
export function createBridge(frame, host) {
  const origin = new URL(frame.src).origin;
  const handlers = createHandlers(send, host);
  let hasSpoken = false;

  function send(type, payload) {
    // Before its first word the frame may still be the empty document of the page's own origin.
    if (!hasSpoken) return;
    host.log.add('out', type, payload);
    const event = payload === undefined ? { eventType: type } : { eventType: type, eventData: payload };
    frame.contentWindow?.postMessage(JSON.stringify(event), origin);
  }

  function receive(message) {
    if (message.source !== frame.contentWindow || message.origin !== origin) return;
    const event = readEvent(message.data);
    if (event === null) return;
    hasSpoken = true;
    host.log.add('in', event.type, event.payload);
    const handler = handlers[event.type];
    if (handler !== undefined)
      void Promise.resolve(handler(event.payload ?? {})).catch(() =>
        host.log.add('out', 'failed', event.type),
      );
  }

  addEventListener('message', receive);
  return { send, close: () => removeEventListener('message', receive) };
}

function readEvent(data) {
  if (typeof data !== 'string') return null;
  try {
    const { eventType, eventData } = JSON.parse(data);
    return typeof eventType === 'string' ? { type: eventType, payload: eventData } : null;
  } catch {
    // Something else than an event of a Mini App: developer tools post messages too.
    return null;
  }
}

/** What happens on each event; names and payloads are Telegram's. What this client cannot do is refused, not ignored. */
function createHandlers(send, host) {
  const unsupported = (type) => () => send(type, { error: 'UNSUPPORTED' });
  return {
    iframe_ready: () => host.sendStyle(),
    web_app_ready: () => host.ready(),
    web_app_expand: () => host.expand(),
    web_app_close: () => host.close(),
    web_app_request_theme: () => host.sendTheme(),
    web_app_request_viewport: () => host.sendViewport(),
    web_app_request_safe_area: () => send('safe_area_changed', noInsets),
    web_app_request_content_safe_area: () => send('content_safe_area_changed', noInsets),
    web_app_setup_back_button: ({ is_visible }) => host.setBackButton(is_visible === true),
    web_app_setup_settings_button: ({ is_visible }) => host.setSettingsButton(is_visible === true),
    web_app_setup_main_button: (change) => host.setBottomButton('main', change),
    web_app_setup_secondary_button: (change) => host.setBottomButton('secondary', change),
    web_app_setup_closing_behavior: ({ need_confirmation }) =>
      host.setClosingConfirmation(need_confirmation === true),
    web_app_set_header_color: ({ color, color_key }) => host.setColour('header', color ?? color_key),
    web_app_set_background_color: ({ color }) => host.setColour('body', color),
    web_app_set_bottom_bar_color: ({ color }) => host.setColour('bottom', color),
    web_app_open_link: ({ url }) => (/^https?:/i.test(url ?? '') ? host.openLink(url) : undefined),
    web_app_open_tg_link: ({ path_full }) => host.openLink(`https://t.me${path_full}`),
    web_app_open_popup: async (popup) => send('popup_closed', await askPopup(popup)),
    web_app_data_send: ({ data }) => host.sendData(String(data ?? '').slice(0, 4096)),
    web_app_switch_inline_query: ({ query }) => host.writeToComposer(query ?? ''),
    web_app_invoke_custom_method: async ({ req_id, method, params }) =>
      send('custom_method_invoked', {
        req_id,
        ...(await api.customMethod(host.person.id, method, params ?? {})),
      }),
    web_app_request_write_access: async () =>
      send('write_access_requested', { status: await askWriteAccess() }),
    web_app_request_phone: async () =>
      send('phone_requested', { status: (await shareContact(host.person, host.bot)) ? 'sent' : 'cancelled' }),
    web_app_read_text_from_clipboard: ({ req_id }) => send('clipboard_text_received', { req_id }),
    web_app_request_fullscreen: () => {
      if (host.isFullscreen()) send('fullscreen_failed', { error: 'ALREADY_FULLSCREEN' });
      else changeFullscreen(true);
    },
    web_app_exit_fullscreen: () => changeFullscreen(false),
    web_app_check_home_screen: () => send('home_screen_checked', { status: 'unsupported' }),
    web_app_add_to_home_screen: () => send('home_screen_failed'),
    web_app_check_location: () => send('location_checked', { available: false }),
    web_app_request_location: () => send('location_requested', { available: false }),
    web_app_biometry_get_info: () => send('biometry_info_received', { available: false }),
    web_app_open_scan_qr_popup: () => send('scan_qr_popup_closed'),
    web_app_open_invoice: ({ slug }) => send('invoice_closed', { slug, status: 'failed' }),
    web_app_request_emoji_status_access: () => send('emoji_status_access_requested', { status: 'cancelled' }),
    web_app_set_emoji_status: () => send('emoji_status_failed', { error: 'USER_DECLINED' }),
    web_app_send_prepared_message: async ({ id }) => {
      const error = await sendPrepared(host.person, host.bot, String(id ?? ''));
      if (error === null) send('prepared_message_sent');
      else send('prepared_message_failed', { error });
    },
    web_app_start_accelerometer: unsupported('accelerometer_failed'),
    web_app_start_gyroscope: unsupported('gyroscope_failed'),
    web_app_start_device_orientation: unsupported('device_orientation_failed'),
    web_app_request_file_download: async ({ url, file_name }) =>
      send('file_download_requested', { status: await askDownload(url, file_name) }),
    ...answerDeviceStorage(send, host.person.id),
  };

  function changeFullscreen(isFullscreen) {
    host.setFullscreen(isFullscreen);
    send('fullscreen_changed', { is_fullscreen: isFullscreen });
  }
}

const standardTexts = { ok: 'OK', close: 'Close', cancel: 'Cancel' };

async function askPopup({ title, message, buttons }) {
  const shown = (buttons ?? []).slice(0, 3).map((button) => ({
    id: button.id ?? '',
    type: button.type ?? 'default',
    text: standardTexts[button.type] ?? button.text ?? '',
  }));
  const answer = await ask({
    title: title ?? '',
    message: message ?? '',
    buttons: shown.length === 0 ? [{ id: '', text: 'Close' }] : shown,
  });
  return answer === null ? {} : { button_id: answer };
}

async function askWriteAccess() {
  const answer = await ask({
    message: 'Allow this bot to write to you?',
    buttons: [
      { id: 'cancel', text: 'Cancel' },
      { id: 'allow', text: 'Allow' },
    ],
  });
  return answer === 'allow' ? 'allowed' : 'cancelled';
}

async function askDownload(url, name) {
  const answer = await ask({
    message: `Download ${name ?? 'the file'}?`,
    buttons: [
      { id: 'cancel', text: 'Cancel' },
      { id: 'download', text: 'Download' },
    ],
  });
  if (answer !== 'download' || !/^https?:/i.test(url ?? '')) return 'cancelled';
  window.open(url, '_blank', 'noopener');
  return 'downloading';
}
