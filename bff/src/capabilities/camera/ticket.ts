import { cameraErrors } from '@liren/contract/capabilities/camera'
import { refuseWith } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** How long one looks before one is asked again. */
export const lookMs = 5 * 60_000

interface Ticket {
  readonly exp: number
  readonly sig: string
}

const label = 'camera-look'
const wordOf = (what: string, by: string, exp: number): string => `${what}|${by}|${exp}`

/** Opens this camera or clip to this person for some minutes; of no use to anybody else. */
export function ticketFor(kernel: Kernel, what: string, { id }: Pick<Principal, 'id'>, now: number): Ticket & { readonly query: string } {
  const exp = now + lookMs
  const sig = kernel.sealer.tokenMac(label, wordOf(what, id, exp))
  return { exp, sig, query: String(new URLSearchParams({ exp: String(exp), sig })) }
}

export function checkTicket(kernel: Kernel, what: string, { id }: Pick<Principal, 'id'>, { exp, sig }: Ticket, now: number): void {
  if (now >= exp || !kernel.sealer.tokenIntact(label, wordOf(what, id, exp), sig)) throw refuseWith(cameraErrors, 'camera.ticket-invalid')
}
