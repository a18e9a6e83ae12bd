import type { z } from '@liren/contract'
import type { CommandName, CommandOrder } from '@liren/contract/device-commands'
import type { OnTrouble } from '../channels/guard.ts'
import type { Line, LineOptions } from '../lines/line.ts'
import type { Chance, Clock, Log } from '../ports/ports.ts'
import type { Device } from '../registry.ts'
import type { HttpTransport } from '../transport/http.ts'
import type { MqttTransport } from '../transport/mqtt.ts'
import type { TcpServerOptions } from '../transport/tcp-server.ts'
import type { UdpOptions, UdpSocket } from '../transport/udp.ts'

/** A frame as a person reads it, or where and why it cannot be read. `at` is the offset of the byte at fault. */
export type Decoded = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly at: number; readonly why: string }

/** One language that devices speak. Everything the bridge knows of it lies in its folder; `all.ts` lists it. */
export interface Protocol<A = unknown> {
  /** As it stands in the register and on the command line: `dlt645`. */
  readonly name: string
  /** What it is, in one line for `--help`. */
  readonly text: string
  /** How one of its devices is reached, or what it needs to prove itself. */
  readonly address: z.ZodMiniType<A>
  /** Products it has a map for; left out when any product will do. */
  readonly products?: readonly string[]
  /** Whether its messages are text: then `decode` on the command line takes text instead of hex. */
  readonly isText?: boolean
  /** Kinds of frame that `decode` tells apart only when told: `--as tcp`. */
  readonly variants?: readonly string[]
  /** One whole frame. Never throws, whatever the bytes are. */
  decode(bytes: Buffer, variant?: string): Decoded
  /** Begins to listen or to ask. The list of devices may change while it is open. */
  open(deps: ProtocolDeps<A>): Promise<OpenProtocol<A>>
  /** Plays a device of it by hand. */
  readonly simulate?: Simulation
}

export interface OpenProtocol<A = unknown> {
  /** Where it listens, by a name of its own: `{ tcp: 8601 }`. */
  readonly ports: Readonly<Record<string, number>>
  /** The list of devices is another one now. */
  devicesChanged?(): void
  /** What it can be asked to do; anything else is answered `failed` without it. */
  readonly commands?: readonly CommandName[]
  /** Whether a command could be sent to this device now. Left out when that is always worth trying. */
  reaches?(device: string): boolean
  /**
   * Carries out one command, telling every step it knows of. `sent` when it is on the wire, `accepted` at the device's own
   * word, `done` only at a proof, `failed` with the reason. Ending without `done` or `failed` leaves it open until its time
   * is up. `order.signal` ends it at that moment.
   */
  send?(order: Order<A>): AsyncIterable<Step>
  close(): Promise<void>
}

export interface Order<A = unknown> {
  readonly id: string
  readonly device: Device<A>
  readonly order: CommandOrder
  readonly signal: AbortSignal
}

export interface Step {
  readonly state: 'sent' | 'accepted' | 'done' | 'failed'
  readonly reason?: string
  /** What the device answered, under names of the command. */
  readonly values?: Readonly<Record<string, string | number | boolean | null>>
}

/** The devices of one protocol, as they are now. */
export interface DeviceBook<A> {
  all(): readonly Device<A>[]
  get(code: string): Device<A> | undefined
  /** Whether this is the device's own secret, shown from that address; costs the same time for a stranger. */
  admits(code: string, secret: string, remote: string): boolean
  /** What the device and we both know: SM3 of `<code>:<secret>`. Undefined for a stranger and for one that has a certificate. */
  keyOf(code: string): Buffer | undefined
  /** The device that shows a certificate with this SHA-256. */
  byFingerprint(fingerprint: string): Device<A> | undefined
  /** Somebody guesses at its secret: nobody is let in by it now. What is open already stays. */
  isLocked(code: string): boolean
  /** Somebody showed a wrong secret for this name, where the protocol itself compares. Many of them lock it. */
  guessed(code: string, remote: string): void
}

export interface ProtocolDeps<A = unknown> {
  readonly clock: Clock
  readonly log: Log
  readonly chance: Chance
  /** A channel of its own carried something in the clear, or changed on the way: counted and kept. */
  readonly onTrouble: OnTrouble
  readonly devices: DeviceBook<A>
  /** A folder on the bridge's disk that is this protocol's own; made before `open`. */
  readonly folder: string
  /** The port on which to listen: the default unless a setting says otherwise. */
  port(name: string, usual: number): number
  /** Opens what was encrypted to the key of this bridge; undefined when it was not. */
  unseal(sealed: string): string | undefined
  /** The address on which to listen. */
  readonly host: string
  /** A conversation that we began, or that none of the transports below opened. */
  line(options: Omit<LineOptions, 'protocol'>): Line
  /** This device would take a command now. Whether one is on its way to `send`. */
  reachable(device: string): boolean
  /** Listens for TCP connections and cuts them into frames. */
  tcp(options: Omit<TcpServerOptions, 'line' | 'clock' | 'log'>): Promise<{ readonly port: number; close(): Promise<void> }>
  udp(options: Omit<UdpOptions, 'log'>): Promise<UdpSocket>
  /** The HTTP listener that all protocols share. */
  readonly http: HttpTransport
  /** The broker that all protocols share: the embedded one, or another by setting. */
  readonly mqtt: MqttTransport
}

export interface Simulation {
  /** Arguments after the protocol's name, each with one line of words. */
  readonly usage: string
  run(args: readonly string[], io: SimulationIo): Promise<void>
}

export interface SimulationIo {
  print(line: string): void
  /** Set when the operator ends it. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly chance: Chance
}

/** Keeps the type of the address together with what uses it, and hands it on without. */
export const protocol = <A>(definition: Protocol<A>): Protocol => definition as unknown as Protocol

export const badFrame = (at: number, why: string): Decoded => ({ ok: false, at, why })
export const goodFrame = (value: unknown): Decoded => ({ ok: true, value })
