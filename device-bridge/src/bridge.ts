import { randomUUID } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandsAnswerSchema } from '@liren/contract/device-commands'
import type { DeviceEvent } from '@liren/contract/device-events'
import { createGuard } from './channels/guard.ts'
import { createCommands } from './commands/commands.ts'
import { openJournal } from './commands/journal.ts'
import { openSigner } from './crypto.ts'
import { openHealth } from './health.ts'
import { createHub } from './hub.ts'
import { createHeard } from './jobs/heard.ts'
import { openJobs } from './jobs/open.ts'
import { createFrames } from './lines/frames.ts'
import { createLines } from './lines/line.ts'
import { openLockFile } from './lines/lock-file.ts'
import { lockWords } from './lines/lock-words.ts'
import { createLocks, guardedBy } from './lines/locks.ts'
import { createRates } from './lines/rate.ts'
import { createStrangers } from './lines/strangers.ts'
import { createAsker } from './platform/ask.ts'
import { follow } from './platform/follow.ts'
import { openRegister } from './platform/register.ts'
import type { Chance, Clock, Fetch, Log } from './ports/ports.ts'
import { protocols as allProtocols } from './protocols/all.ts'
import type { Protocol } from './protocols/protocol.ts'
import { createPublisher } from './publish/publisher.ts'
import type { Registry } from './registry.ts'
import { createRules } from './rules/engine.ts'
import { openRuleFiles } from './rules/keep.ts'
import { type RunningProtocols, runProtocols } from './run-protocols.ts'
import { portsOf, type Settings, tunnelsOf } from './settings.ts'
import { openSpool } from './spool/spool.ts'
import type { Signal } from './traits/trait.ts'
import { createHttp } from './transport/http.ts'
import { openMqtt } from './transport/mqtt.ts'

export interface Bridge {
  readonly publicKey: string
  readonly mqttPort: number | undefined
  readonly mqttsPort: number | undefined
  readonly httpPort: number | undefined
  readonly healthPort: number
  /** Commands that are taken and not at their end. */
  readonly pending: number
  /** Where each protocol listens: `{ 'ykc.tcp': 8767 }`. */
  readonly ports: Readonly<Record<string, number>>
  /** Stops listening, keeps what was heard, and tries once more to hand it over. */
  close(): Promise<void>
}

export interface BridgeDeps {
  readonly clock: Clock
  readonly chance: Chance
  readonly fetch: Fetch
  readonly log: Log
  readonly registry: Registry
  /** All of them unless a test brings its own. */
  readonly protocols?: readonly Protocol[]
  /** Protocols listen on any free port, as tests want it. */
  readonly anyPort?: boolean
}

/** Puts the parts together: transports and protocols in front, the hub between, spool and publisher behind. */
export async function openBridge(settings: Settings, deps: BridgeDeps): Promise<Bridge> {
  const { clock, log, registry } = deps
  const folder = join(settings.LIREN_DATA, 'bridge')
  const signer = await openSigner(join(folder, 'bridge.key'))
  const maxBytes = settings.LIREN_BRIDGE_SPOOL_MB * 1024 * 1024
  const spool = await openSpool({ folder: join(folder, 'spool'), now: () => clock.now(), maxBytes })
  if (spool.recovery.waiting + spool.recovery.torn + spool.recovery.damaged > 0) log.info(spool.recovery, 'the spool was recovered')

  const hub = createHub({ spool, registry, clock, log })
  const platform = { bridge: settings.LIREN_BRIDGE_CODE, houseUrl: settings.LIREN_BRIDGE_HOUSE_URL.replace(/\/+$/, ''), signer }
  const putAside = (event: DeviceEvent, why: string): Promise<void> =>
    appendFile(join(folder, 'refused.jsonl'), `${JSON.stringify({ why, event })}\n`, { mode: 0o600 })
  const publisher = createPublisher({ ...deps, ...platform, spool, putAside })
  const ask = createAsker({ ...deps, ...platform, nonce: () => randomUUID() })
  const known = deps.protocols ?? allProtocols
  const heard = createHeard(clock)
  const frames = createFrames((name, bytes) => known.find((one) => one.name === name)?.decode(bytes), heard.frame)
  const tellAside = (device: string, signal: Signal): void =>
    void hub
      .tell(device, [signal])
      .catch((error: Error) => log.warn({ device, reason: error.message }, 'a word of the bridge itself could not be kept'))
  const strangers = createStrangers(clock, ({ protocol, identity, remote, reason, times }) =>
    tellAside(settings.LIREN_BRIDGE_CODE, { type: 'bridge.stranger', values: { protocol, identity, remote, reason, times } }),
  )
  const journal = await openJournal(folder)
  const commands = createCommands({
    journal,
    hub,
    registry,
    frames,
    clock,
    log,
    protocolOf: (name) => protocols?.get(name),
  })
  let protocols: RunningProtocols | undefined
  const ruleFiles = await openRuleFiles(folder, log)
  const rules = createRules({ hub, registry, commands, clock, log, nonce: () => randomUUID(), memory: ruleFiles.memory })
  rules.put(ruleFiles.rules)
  hub.onEvent((event) => rules.heard(event))
  hub.onEvent(heard.event)
  const locks = createLocks({
    ...{ clock, log, nonce: () => randomUUID(), file: await openLockFile(folder) },
    ...lockWords(hub, registry, settings, log),
  })
  locks.resume()
  registry.onChange((changed) => locks.registered(changed))
  const jobs = await openJobs({
    ...{
      code: settings.LIREN_BRIDGE_CODE,
      folder,
      ask,
      hub,
      registry,
      commands,
      clock,
      log,
      heard,
      strangers,
      locks,
      nonce: () => randomUUID(),
    },
    commandsOf: (name) => protocols?.get(name)?.commands ?? [],
  })
  const rates = createRates(clock, { perSecond: settings.LIREN_BRIDGE_RATE, burst: settings.LIREN_BRIDGE_BURST })
  const lines = createLines({ hub, registry, clock, rates, frames, strangers, onProven: (device) => commands.reachable(device) })
  const admitting = guardedBy(locks, registry)
  const guard = createGuard({
    isRequired: settings.LIREN_BRIDGE_PROTECTION === 'required',
    tunnels: new Set(tunnelsOf(settings.LIREN_BRIDGE_TUNNELS)),
    log,
    stranger: (protocol, { remote, why }) => lines.line({ protocol, remote }).stranger(remote, why),
  })
  const files = await tlsFilesOf(settings)
  const isPlain = settings.LIREN_BRIDGE_PLAINTEXT === 'on'
  const isPlainHttp = isPlain && guard.allows('http')
  const isPlainMqtt = isPlain && guard.allows('mqtt')
  if (!isPlain && !files) log.warn({}, 'MQTT and HTTP are closed: plaintext is off, and there is no certificate for TLS')
  const http = createHttp({
    port: isPlainHttp ? settings.LIREN_BRIDGE_HTTP_PORT : undefined,
    host: settings.LIREN_BRIDGE_HOST,
    tls: files && { port: settings.LIREN_BRIDGE_HTTPS_PORT, files },
    log,
    onTrouble: (trouble) => guard.trouble('https', trouble),
  })
  const mqtt = await openMqtt({
    url: settings.LIREN_MQTT_URL,
    clientId: settings.LIREN_BRIDGE_CODE,
    port: isPlainMqtt ? settings.LIREN_BRIDGE_MQTT_PORT : undefined,
    host: settings.LIREN_BRIDGE_MQTT_HOST,
    tls: files && { port: settings.LIREN_BRIDGE_MQTTS_PORT, files },
    registry: admitting,
    lines,
    log,
    onTrouble: guard.trouble,
    onReachable: (device) => commands.reachable(device),
  })
  const register = await openRegister({
    folder,
    registry,
    signer,
    ask,
    log,
    onFault: (code, faults) =>
      tellAside(code, { type: 'device.fault', values: { code: 'register', text: faults.join('; ').slice(0, 200) } }),
    onRevoked(code) {
      locks.free(code)
      mqtt.drop(code)
    },
  })
  const ports = portsOf(settings.LIREN_BRIDGE_PORTS)
  protocols = await runProtocols({
    protocols: known,
    registry: admitting,
    locks,
    guard,
    onBarred(device, channel) {
      const values = { code: 'channel-unprotected' }
      if (channel === undefined) return tellAside(device, { type: 'device.recovered', values })
      const text = `not heard: ${channel} does not protect what it carries, and protection is required`
      log.warn({ device, channel }, 'a device is not heard, since its channel has no protection')
      tellAside(device, { type: 'device.fault', values: { ...values, text, level: 'major' } })
    },
    lines,
    clock,
    chance: deps.chance,
    log,
    folder: join(folder, 'protocols'),
    host: settings.LIREN_BRIDGE_HOST,
    port: (name, usual) => ports[name] ?? ports[name.replace(/\..*/, '')] ?? (deps.anyPort ? 0 : usual),
    http,
    mqtt,
    reachable: (device) => commands.reachable(device),
    unseal: (sealed) => signer.unseal(sealed),
  })

  const running = protocols
  const stop = new AbortController()
  await mqtt.listen()
  await commands.resume()
  jobs.resume()
  const listening = [
    hub.run(stop.signal),
    follow(
      { clock, log, what: 'the list of devices could not be fetched', pauseMs: 5000, step: (signal) => register.step(signal) },
      stop.signal,
    ),
    follow(
      {
        clock,
        log,
        what: 'the rules could not be fetched',
        pauseMs: 5000,
        async step(signal) {
          const changed = await ruleFiles.step(ask, signal)
          if (changed) rules.put(changed)
          return false
        },
      },
      stop.signal,
    ),
    follow({ clock, log, what: 'jobs could not be fetched', pauseMs: 200, step: (signal) => jobs.step(signal) }, stop.signal),
    follow(
      {
        clock,
        log,
        what: 'commands could not be fetched',
        // The platform keeps the question open for as long as there is nothing.
        pauseMs: 200,
        async step(signal) {
          const answer = await ask('commands', { after: journal.after }, commandsAnswerSchema, 45_000, signal)
          await commands.take(answer)
          return answer.commands.length > 0
        },
      },
      stop.signal,
    ),
  ]
  const handing = new AbortController()
  const sending = publisher.run(handing.signal)

  const look = () => ({
    online: hub.online,
    waiting: spool.waiting,
    spoolBytes: spool.bytes,
    sent: publisher.sent,
    failures: publisher.failures,
    publicKey: signer.publicKey,
    isPlaintext: isPlainHttp || isPlainMqtt,
    refusedPlaintext: guard.refused('plaintext'),
    refusedBroken: guard.refused('broken'),
    barred: Object.keys(running.barred()).length,
    locked: locks.locked.length,
    unknown: hub.counts.unknown,
    refused: hub.counts.refused,
    ports: running.ports(),
    faults: [
      ...(mqtt.isReachable ? [] : ['the device broker cannot be reached']),
      ...(spool.bytes >= maxBytes ? ['the spool is full'] : []),
      ...running.faults(),
    ],
  })
  const health = await openHealth(settings.LIREN_BRIDGE_HEALTH_PORT, {
    look,
    frames: (device) => (device === undefined ? frames.devices() : frames.of(device)),
    strangers: () => strangers.all(),
    locks: () => locks.locked,
    channels: () => ({ ...guard.view(), barred: running.barred() }),
    ask: jobs.askByHand,
  })

  return {
    publicKey: signer.publicKey,
    get mqttPort() {
      return mqtt.port
    },
    get mqttsPort() {
      return mqtt.tlsPort
    },
    get httpPort() {
      return http.port
    },
    healthPort: health.port,
    get pending() {
      return journal.open.length
    },
    get ports() {
      return running.ports()
    },
    async close() {
      stop.abort()
      rules.close()
      await locks.close()
      await jobs.close()
      await commands.close()
      await ruleFiles.idle()
      await running.close()
      await Promise.all([mqtt.close(), http.close(), ...listening])
      handing.abort()
      await sending
      await publisher.flush().catch(() => log.info({ waiting: spool.waiting }, 'the platform is away; what is left stays on disk'))
      await spool.close()
      await health.close()
    },
  }
}

/** All three files or none. */
async function tlsFilesOf(settings: Settings) {
  const { LIREN_BRIDGE_TLS_CERT: cert, LIREN_BRIDGE_TLS_KEY: key, LIREN_BRIDGE_TLS_CA: ca } = settings
  if (!cert && !key && !ca) return undefined
  if (!cert || !key || !ca) throw new Error('TLS needs LIREN_BRIDGE_TLS_CERT, LIREN_BRIDGE_TLS_KEY and LIREN_BRIDGE_TLS_CA')
  return { cert: await readFile(cert), key: await readFile(key), ca: await readFile(ca) }
}
