/**
 * What tokens of the services around OpenClaw and Fly look like. A plain answer of such a shape is refused, so that no
 * secret lands in a file that people commit, in a shell history or in the command that we print.
 */
const shapes: readonly RegExp[] = [
  /\bsk-(?:ant-|or-|proj-)?[A-Za-z0-9_-]{16,}/, // Anthropic, OpenAI, OpenRouter
  /\bxai-[A-Za-z0-9_-]{16,}/,
  /\bAIza[A-Za-z0-9_-]{30,}/, // Google
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/, // Slack
  /\bxapp-[A-Za-z0-9-]{10,}/,
  /\b[0-9]{8,12}:[A-Za-z0-9_-]{30,}/, // Telegram
  /\b[A-Za-z0-9_-]{23,30}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}/, // Discord
  /\bgh[opsur]_[A-Za-z0-9]{20,}/, // GitHub
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bFlyV1 \S{10,}|\bfo1_[A-Za-z0-9_-]{20,}|\bfm[12][a-z]?_[A-Za-z0-9_+/=-]{20,}/, // Fly
  /(?=[a-f]*[0-9])[0-9a-f]{32}/i, // openssl rand -hex 16, and longer
  /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/|\/api\/webhooks\/\d|\.webhook\.office\.com\//i, // who has the address of a webhook may write
  /\bAKIA[A-Z0-9]{16}\b/, // AWS
  /\b(?:glpat|tskey|pplx|nvapi|gsk|hf|npm|r8|ntn|GOCSPX|whsec)[-_][A-Za-z0-9_-]{16,}/, // GitLab, Tailscale, Perplexity, Nvidia, Groq, Hugging Face, npm, Replicate, Notion, Google OAuth
  /\b[rsp]k_(?:live|test)_[A-Za-z0-9]{10,}/, // Stripe
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/, // SendGrid
  /\bya29\.[A-Za-z0-9_-]{20,}/, // Google access token
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /[A-Za-z0-9+/]{24,}={1,2}(?![A-Za-z0-9])/, // base64 with its padding
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./, // JSON Web Token
  /(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{32,}/, // anything long and random
  /\b[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s]*@/i, // a URL with a password in it
  /\bhttps?:\/\/[^/\s]*@/i, // over HTTP the name alone may be a token, as in https://<token>@github.com
  /[?&][\w-]*(?:token|secret|password|key)=/i,
]

/** Whether a name says that its value is a secret: `token`, `API_KEY`, `botToken`. */
export function namesSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
  return /(?:^|[-._ ])(?:tokens?|secrets?|passwords?|passwd|passphrases?|credentials?|(?:api|access)?keys?|webhooks?)$/.test(words)
}

/** Whether the text holds something that looks like a token or a password. */
export function looksLikeSecret(text: string): boolean {
  return shapes.some((shape) => shape.test(text))
}
