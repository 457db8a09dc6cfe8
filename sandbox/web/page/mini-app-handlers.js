import { api } from './api.js';
import { answerDeviceStorage } from './device-storage.js';
import { readFields, readText } from './event-payload.js';

const noInsets = { top: 0, bottom: 0, left: 0, right: 0 };

/** Needs no answer, and changes nothing that one could see here. */
const heard = () => {};

/**
 * What happens on each event; names and payloads are Telegram's. `send(type, payload)` answers the frame, `host` is what
 * the window around it can do, `questions` asks the person. What this client cannot do is refused, not ignored.
 */
export function createHandlers(send, host, questions) {
  const unsupported = (type) => () => send(type, { error: 'UNSUPPORTED' });
  const answer = (type, payload) => () => send(type, payload);
  return {
    iframe_ready: () => host.sendStyle(),
    iframe_will_reload: heard,
    web_app_ready: () => host.ready(),
    web_app_expand: () => host.expand(),
    web_app_close: () => host.close(),
    web_app_request_theme: () => host.sendTheme(),
    web_app_request_viewport: () => host.sendViewport(),
    web_app_request_safe_area: answer('safe_area_changed', noInsets),
    web_app_request_content_safe_area: answer('content_safe_area_changed', noInsets),
    web_app_setup_back_button: ({ is_visible }) => host.setBackButton(is_visible === true),
    web_app_setup_settings_button: ({ is_visible }) => host.setSettingsButton(is_visible === true),
    web_app_setup_main_button: (fields) => host.setBottomButton('main', fields),
    web_app_setup_secondary_button: (fields) => host.setBottomButton('secondary', fields),
    web_app_setup_closing_behavior: ({ need_confirmation }) =>
      host.setClosingConfirmation(need_confirmation === true),
    web_app_setup_swipe_behavior: heard,
    web_app_trigger_haptic_feedback: heard,
    web_app_hide_keyboard: heard,
    web_app_toggle_orientation_lock: heard,
    web_app_set_header_color: ({ color, color_key }) => host.setColour('header', color ?? color_key),
    web_app_set_background_color: ({ color }) => host.setColour('body', color),
    web_app_set_bottom_bar_color: ({ color }) => host.setColour('bottom', color),
    web_app_open_link: ({ url }) => {
      if (/^https?:/i.test(readText(url) ?? '')) return host.openLink(url);
    },
    web_app_open_tg_link: ({ path_full }) => {
      if (readText(path_full)?.startsWith('/')) return host.openLink(`https://t.me${path_full}`);
    },
    web_app_data_send: ({ data }) => {
      if (readText(data) !== undefined) return host.sendData(data.slice(0, 4096));
    },
    web_app_switch_inline_query: ({ query }) => host.writeToComposer(readText(query) ?? ''),
    web_app_invoke_custom_method: async ({ req_id, method, params }) => {
      const name = readText(method) ?? '';
      const answered = await api.customMethod(host.person.id, name, readFields(params));
      send('custom_method_invoked', { req_id, ...answered });
    },
    web_app_open_popup: async (popup) => send('popup_closed', await questions.popup(popup)),
    web_app_request_write_access: async () =>
      send('write_access_requested', { status: await questions.writeAccess() }),
    web_app_request_phone: async () => send('phone_requested', { status: await questions.phone() }),
    web_app_send_prepared_message: async ({ id }) => {
      const error = await questions.preparedMessage(id);
      if (error === null) send('prepared_message_sent');
      else send('prepared_message_failed', { error });
    },
    web_app_request_file_download: async ({ url, file_name }) =>
      send('file_download_requested', { status: await questions.download(url, file_name) }),
    web_app_read_text_from_clipboard: ({ req_id }) => send('clipboard_text_received', { req_id }),
    web_app_request_fullscreen: () => {
      if (host.isFullscreen()) send('fullscreen_failed', { error: 'ALREADY_FULLSCREEN' });
      else changeFullscreen(true);
    },
    web_app_exit_fullscreen: () => changeFullscreen(false),
    web_app_check_home_screen: answer('home_screen_checked', { status: 'unsupported' }),
    web_app_add_to_home_screen: unsupported('home_screen_failed'),
    web_app_check_location: answer('location_checked', { available: false }),
    web_app_request_location: answer('location_requested', { available: false }),
    web_app_open_location_settings: heard,
    web_app_biometry_get_info: answer('biometry_info_received', { available: false }),
    web_app_biometry_request_access: answer('biometry_info_received', { available: false }),
    web_app_biometry_request_auth: answer('biometry_auth_requested', { status: 'failed' }),
    web_app_biometry_update_token: answer('biometry_token_updated', { status: 'failed' }),
    web_app_biometry_open_settings: heard,
    web_app_open_scan_qr_popup: answer('scan_qr_popup_closed'),
    web_app_close_scan_qr_popup: heard,
    web_app_open_invoice: ({ slug }) => send('invoice_closed', { slug, status: 'failed' }),
    web_app_request_emoji_status_access: answer('emoji_status_access_requested', { status: 'cancelled' }),
    web_app_set_emoji_status: ({ custom_emoji_id }) => {
      const isNamed = (readText(custom_emoji_id) ?? '') !== '';
      send('emoji_status_failed', { error: isNamed ? 'USER_DECLINED' : 'SUGGESTED_EMOJI_INVALID' });
    },
    web_app_share_to_story: heard,
    web_app_start_accelerometer: unsupported('accelerometer_failed'),
    web_app_stop_accelerometer: answer('accelerometer_stopped'),
    web_app_start_gyroscope: unsupported('gyroscope_failed'),
    web_app_stop_gyroscope: answer('gyroscope_stopped'),
    web_app_start_device_orientation: unsupported('device_orientation_failed'),
    web_app_stop_device_orientation: answer('device_orientation_stopped'),
    ...answerDeviceStorage(send, host.person.id),
  };

  function changeFullscreen(isFullscreen) {
    host.setFullscreen(isFullscreen);
    send('fullscreen_changed', { is_fullscreen: isFullscreen });
  }
}
