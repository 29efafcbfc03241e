import { PRICE_DATE, prices } from '../fly/price.ts'

/** Everything that the wizard says, in one place, so that it can be translated. Lines wrap at the terminal's width. */
export const texts = {
  intro: 'OpenClaw on Fly.io',
  introHelp: 'Enter takes what is suggested, Shift-Tab goes back, Ctrl-C stops. Nothing is written before you have seen the summary.',

  keys: {
    takes: 'Enter to take the suggestion',
    typed: 'Enter to confirm',
    skips: 'Enter to skip',
    needed: 'Type it, then Enter',
    choice: '↑/↓ to move, Enter to confirm',
    search: 'Type to search, ↑/↓ to move, Enter to confirm',
    many: 'Type to search, ↑/↓ to move, Space to select, Enter to confirm',
  },
  search: 'Search:',
  selected: (count: number) => `(${count} selected)`,
  skipped: 'skipped',
  none: 'none',
  recommended: 'recommended',
  noMatch: 'Nothing matches: shorten the search.',
  secretSearched: 'This looks like a secret. None is asked for here: npm run secrets will, and sends them to Fly alone.',
  nothingSelected: 'Nothing is selected. Space selects; Enter again goes on with none.',

  folder: { title: 'Folder', help: 'Where the deployment is written. It is yours to edit and to commit.' },
  confirm: { title: 'Summary', question: 'Write this deployment?', back: 'Shift-Tab goes back to change an answer.', yes: 'Yes', no: 'No' },
  adopt: { question: 'Add these files?', yes: 'Yes', no: 'No, leave everything as it is' },
  update: { question: 'Write these changes?', yes: 'Yes', no: 'No, leave everything as it is' },
  conflict: {
    mine: 'Yours',
    mineHint: 'as it is now',
    new: 'New',
    newHint: 'as it is generated now',
    typed: 'Another value',
    typedHint: 'type it',
    later: 'Decide later',
    laterHint: 'yours stays, and the next update asks again',
    value: 'Value',
    valueHelp: 'As it stands in the file: a text in quotes, a list in brackets.',
  },

  app: { title: 'Name of the Fly app', help: 'Its address is https://NAME.fly.dev. All of Fly shares these names, and the plain ones are taken: put something of yours into it. If it is taken all the same, npm run deploy says so, and what to do then.' },
  org: { title: 'Fly organisation', help: 'Its slug, as fly orgs list shows it. Skip it to use your own.', skipped: 'your own' },
  region: { title: 'Region', help: 'Where the machine runs: near you, or near the people who write to it.' },
  release: { title: 'OpenClaw release', newest: 'newest' },
  build: {
    title: 'Where does OpenClaw come from?',
    source: 'Source code',
    sourceHint: 'Its sources are cloned, and built at Fly: the first deploy takes about 10–15 minutes. No prebuilt image to trust, and you can change the code.',
    image: 'Official image',
    imageHint: 'Nothing to clone or build. Fly pulls it in about a minute; the first deploy takes several minutes.',
  },
  variant: {
    title: 'Which image?',
    default: 'Default',
    defaultHint: 'with the usual system tools, for most people',
    slim: 'Slim',
    slimHint: 'without most system tools: smaller, quicker to pull',
    browser: 'Browser',
    browserHint: 'with Chromium for browsing the web; wants 4 GB',
  },
  access: {
    title: 'Who can reach the gateway?',
    public: 'Public',
    publicHint: 'HTTPS on the internet, guarded by a token and by pairing',
    private: 'Private',
    privateHint: 'No public address: you open the Control UI through fly proxy on your computer. Channels that need a public address do not work.',
  },
  domain: { title: 'Your own domain', help: 'Such as assistant.example.com. The fly.dev address works without one.', skipped: 'none' },
  size: {
    title: 'Machine size',
    help: `Shared CPUs are enough: models run elsewhere, and cost extra. Estimates follow Fly's prices of ${PRICE_DATE}, for a machine that is always on.`,
  },
  memory: { title: 'Memory', help: 'More is worth it with many channels or long sessions.', browserHelp: 'Chromium in the machine wants 4 GB.' },
  label: {
    size: (name: string, gb: number, estimate: string) => `${name}, ${gb} GB: ${estimate}`,
    memory: (gb: number, estimate: string) => `${gb} GB: ${estimate}`,
    estimate: (dollars: string) => `${dollars} a month`,
  },
  volume: {
    title: 'Volume size in GB',
    help: (gb: number) => `Holds settings, sessions and plugins. $${prices.volumePerGb} per GB a month, so ${gb} GB cost $${(gb * prices.volumePerGb).toFixed(2)}. It can grow later, never shrink.`,
  },
  provider: { title: 'Model provider', help: 'You need its API key. It is asked for later, and goes to Fly alone.', key: (host: string) => `key from ${host}` },
  model: {
    title: 'Model',
    another: 'Another one',
    anotherTitle: 'Which model?',
    anotherHelp: (provider: string) => `As the provider calls it: ${provider}/NAME.`,
    otherProvider: (provider: string) => `this is not a model of ${provider}`,
    otherProviderHint: (provider: string) => `write ${provider}/NAME`,
  },
  fallback: { title: 'Fallback models', help: "Tried in this order when the model fails; none is fine. Another provider's model needs that provider's key too." },
  channel: { title: 'Channels', help: 'Where you write to your assistant. None is fine: the Control UI is always there.' },
  several: 'Several: separate them with spaces or commas.',
  example: (example: string) => `For instance ${example}.`,
  /** The title of a channel's question, where it does not name the channel itself. */
  channelQuestion: (channel: string, question: string) => `${channel}: ${question}`,
  account: (channel: string, account: string) => `${channel}, account ${account}`,
  /** Channels that do not fit what was answered before. */
  misfit: { title: 'What do you want to change?', channels: 'The channels, and what they ask', access: 'Who can reach the gateway' },

  /** What people type for a country besides its name in Fly's list. */
  countryWords: {
    US: 'USA United States of America',
    'United Kingdom': 'UK Great Britain England',
    Netherlands: 'Holland',
  } as Readonly<Record<string, string>>,
  clone: {
    begins: (what: string) => `Cloning ${what}`,
    phases: { resolving: 'Looking for the release', downloading: 'Fetching OpenClaw', git: 'Fetching with git', extracting: 'Unpacking OpenClaw' },
  },
  latest: { asking: 'Asking npm for the latest release', found: (release: string) => `The latest release is ${release}`, unknown: 'npm did not name the latest release' },
  megabytes: (mb: string) => `${mb} MB`,
  of: (done: string, total: string) => `${done} of ${total}`,
} as const
