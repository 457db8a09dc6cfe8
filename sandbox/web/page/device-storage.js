const maxLength = 5 * 1024 * 1024;

/** Handlers of the device storage of Mini Apps (kept in this browser per person) and of the secure one, which no web client has. */
export function answerDeviceStorage(send, personId) {
  const prefix = `device-storage:${personId}:`;
  const insecure = ({ req_id }) => send('secure_storage_failed', { req_id, error: 'UNSUPPORTED' });
  return {
    web_app_device_storage_save_key({ req_id, key, value }) {
      if (typeof key !== 'string' || key === '') {
        send('device_storage_failed', { req_id, error: 'KEY_INVALID' });
      } else if (value === null || value === undefined) {
        localStorage.removeItem(prefix + key);
        send('device_storage_key_saved', { req_id });
      } else if (String(value).length > maxLength) {
        send('device_storage_failed', { req_id, error: 'QUOTA_EXCEEDED' });
      } else {
        localStorage.setItem(prefix + key, String(value));
        send('device_storage_key_saved', { req_id });
      }
    },
    web_app_device_storage_get_key({ req_id, key }) {
      send('device_storage_key_received', { req_id, value: localStorage.getItem(prefix + key) });
    },
    web_app_device_storage_clear({ req_id }) {
      for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
      send('device_storage_cleared', { req_id });
    },
    web_app_secure_storage_save_key: insecure,
    web_app_secure_storage_get_key: insecure,
    web_app_secure_storage_restore_key: insecure,
    web_app_secure_storage_clear: insecure,
  };
}
