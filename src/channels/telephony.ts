/** Pattern of a phone number as every service takes it: + and the country, no spaces (E.164). */
export const phone = '^\\+[1-9][0-9]{6,14}$'

/** The secrets of a Twilio account, for each channel that uses one. */
export const twilioSecrets = {
  TWILIO_ACCOUNT_SID: {
    label: 'Twilio Account SID',
    where: 'https://console.twilio.com/ (Account Info, Account SID)',
    pattern: '^AC[0-9a-f]{32}$',
    example: 'AC0123abcd…',
  },
  TWILIO_AUTH_TOKEN: {
    label: 'Twilio Auth Token',
    where: 'https://console.twilio.com/ (Account Info, Auth Token, Show)',
    pattern: '^[0-9a-f]{32}$',
    example: '0123abcd…',
  },
} as const
