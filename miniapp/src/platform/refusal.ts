import type { Refusable } from '@liren/client'

/** What the messenger says when a person closes a sheet, or has forbidden something before. */
export function refusal(error: unknown): Refusable<never> {
  const said = (error as { errMsg?: string } | undefined)?.errMsg ?? ''
  if (/cancel/i.test(said)) return { ok: false, why: 'declined' }
  if (/deny|denied|auth/i.test(said)) return { ok: false, why: 'denied' }
  return { ok: false, why: 'failed' }
}
