/** What a token of each service looks like. None of them is real; each is put together here, so that no scanner takes it for one. */
const body = 'Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0LmNb'

export const sampleSecrets: Readonly<Record<string, string>> = {
  anthropic: `sk-ant-api03-${body}`,
  openai: `sk-proj-${body}`,
  openrouter: `sk-or-v1-${'0123456789abcdef'.repeat(4)}`,
  xai: `xai-${body}`,
  google: `AIza${body}X`,
  slackBot: `xoxb-123456789012-${body}`,
  slackApp: `xapp-1-A0123456789-${body}`,
  telegram: `123456789:AA${body}`,
  discord: `MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.${body}`,
  github: `ghp_${body}ab`,
  fly: `fo1_${body}`,
  flyMacaroon: `FlyV1 fm2_${body}`,
  gatewayToken: '0123456789abcdef'.repeat(4),
  jsonWebToken: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${body}`,
  urlWithPassword: 'https://me:hunter2@github.com/me/openclaw.git',
  urlWithTokenAsName: 'https://hunter2hunter2@github.com/me/openclaw.git',
  urlWithEmptyName: 'https://:hunter2@github.com/me/openclaw.git',
  urlWithToken: 'https://git.example.com/me/openclaw.git?access_token=hunter2',
}
