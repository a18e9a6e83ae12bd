import { randomBytes } from 'node:crypto'

const lifeMs = 5 * 60_000

type Use = { readonly ok: true; readonly holder: string } | { readonly ok: false; readonly why: 'unknown' | 'expired' | 'used' }

/** One-time codes that live for five minutes, like those of `wx.login` and the phone number button. */
export function createCodes(now: () => number) {
  const known = new Map<string, { holder: string; issuedAt: number; used: boolean }>()

  const forgetOld = (): void => {
    // A used code is remembered for a while after its life, so that the answer stays "used" and not "unknown".
    for (const [code, entry] of known) if (now() - entry.issuedAt > lifeMs * 4) known.delete(code)
  }

  return {
    issue(holder: string): string {
      forgetOld()
      const code = randomBytes(16).toString('hex')
      known.set(code, { holder, issuedAt: now(), used: false })
      return code
    },
    use(code: string): Use {
      const entry = known.get(code)
      if (!entry) return { ok: false, why: 'unknown' }
      if (entry.used) return { ok: false, why: 'used' }
      if (now() - entry.issuedAt > lifeMs) return { ok: false, why: 'expired' }
      entry.used = true
      return { ok: true, holder: entry.holder }
    },
  }
}
