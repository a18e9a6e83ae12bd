import type { Log } from '../ports/ports.ts'
import { type ChannelName, channelNames, channels, isProtected, ownChannelOf } from './table.ts'

/** `plaintext`: somebody spoke in the clear where only encrypted words count. `broken`: bytes were changed on the way, or made up. */
export type TroubleKind = 'plaintext' | 'broken' | 'handshake'
export interface Trouble {
  readonly kind: TroubleKind
  readonly remote: string
  readonly why: string
}
export type OnTrouble = (channel: ChannelName, trouble: Trouble) => void

const plain =
  /HTTP_REQUEST|HTTPS_PROXY_REQUEST|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_TOO_|RECORD_LAYER_FAILURE|UNKNOWN_PROTOCOL/
const changed = /BAD_RECORD_MAC|DECRYPTION_FAILED|BAD_DECRYPT|DIGEST_CHECK_FAILED/

/** What an error of TLS says about the other side. */
export function troubleOf(error: NodeJS.ErrnoException, remote: string | undefined): Trouble {
  const text = `${error.code ?? ''} ${error.message}`.toUpperCase().replaceAll(' ', '_')
  const kind = changed.test(text) ? 'broken' : plain.test(text) ? 'plaintext' : 'handshake'
  return { kind, remote: remote ?? 'unknown', why: error.message.slice(0, 100) }
}

/** Whether this error of an open line is one of TLS: a line that merely ends is none. */
export const isOfTls = (error: NodeJS.ErrnoException): boolean => error.code === 'EPROTO' || error.code?.startsWith('ERR_SSL') === true

interface GuardOptions {
  readonly isRequired: boolean
  /** Channels of which the operator says that they run in a tunnel. */
  readonly tunnels: ReadonlySet<ChannelName>
  readonly log: Log
  /** Keeps it for the engineer, and tells the platform now and then. */
  stranger(channel: ChannelName, trouble: Trouble): void
}

/** Decides which channels are open, and counts what was refused on them. */
export function createGuard({ isRequired, tunnels, log, stranger }: GuardOptions) {
  const counts = new Map<ChannelName, { plaintext: number; broken: number; handshake: number }>()
  const allows = (name: ChannelName): boolean => !isRequired || isProtected(name) || tunnels.has(name)
  const countOf = (name: ChannelName) => {
    const known = counts.get(name) ?? { plaintext: 0, broken: 0, handshake: 0 }
    counts.set(name, known)
    return known
  }
  return {
    allows,
    /** The channel for whose sake this device is not heard; undefined when it may be. */
    barredBy(device: { readonly protocol: string; readonly address: unknown }): ChannelName | undefined {
      const own = ownChannelOf(device)
      return own === undefined || allows(own) ? undefined : own
    },
    trouble(name: ChannelName, trouble: Trouble): void {
      countOf(name)[trouble.kind] += 1
      log.warn({ channel: name, ...trouble }, 'a channel refused what came')
      stranger(name, trouble)
    },
    refused: (kind: TroubleKind): number => [...counts.values()].reduce((sum, one) => sum + one[kind], 0),
    /** The table as it stands here, for the engineer. */
    view: () => ({
      isRequired,
      channels: channelNames.map((name) => {
        const { when: _, ...row } = channels[name]
        return {
          name,
          ...row,
          isProtected: isProtected(name),
          isTunnel: tunnels.has(name),
          isAllowed: allows(name),
          refused: countOf(name),
        }
      }),
    }),
  }
}

export type Guard = ReturnType<typeof createGuard>
