/**
 * Who keeps a property of a channel: `transport` below our messages, each message by itself (`frame`), or the network server on
 * the legs that we do not see. A `checksum` finds noise, and nobody who means it.
 */
type Keeper = 'transport' | 'frame' | 'network server' | 'checksum' | 'none'

export interface Channel {
  /** Protocols of this bridge that go over it. */
  readonly protocols: readonly string[]
  /**
   * `shared`: the listeners of MQTT and HTTP. `own`: the protocol's own listener. `dialled`: we go to the device or broker.
   * `inside`: runs over another channel, and adds to it what stands here.
   */
  readonly way: 'shared' | 'own' | 'dialled' | 'inside'
  readonly encryption: Exclude<Keeper, 'checksum'>
  readonly integrity: Keeper
  /** What does it, in words. */
  readonly by: string
  /** Which addresses of its protocols mean it, where they may mean another one too. */
  readonly when?: (address: Readonly<Record<string, unknown>>) => boolean
}

const table = <T extends Readonly<Record<string, Channel>>>(rows: T): Readonly<Record<keyof T & string, Channel>> => rows

const tls = { encryption: 'transport', integrity: 'transport', by: 'TLS 1.2 or 1.3, certificate or secret of the device' } as const
const crc = { encryption: 'none', integrity: 'checksum' } as const
const open = { encryption: 'none', integrity: 'none' } as const
const onMqtt = ['mqtt-sensor', 'gb24476', 'lorawan', 'camera-http'] as const
const onHttp = ['camera-http', 'gb24476', 'isapi', 'nbiot', 'qr-reader', 'vzenith'] as const
const urlBegins = (scheme: string) => (address: Readonly<Record<string, unknown>>) => String(address.url ?? '').startsWith(scheme)

/** Every channel of this bridge and what protects it; settings, refusals, tests and manuals go by this table. */
export const channels = table({
  mqtts: { protocols: onMqtt, way: 'shared', ...tls },
  https: { protocols: ['https-sensor', ...onHttp], way: 'shared', ...tls },
  wss: { protocols: ['ocpp16', 'ocpp201'], way: 'inside', ...tls, by: 'the listener of https; security profiles 2 and 3 of OCPP' },
  coaps: { protocols: ['coap'], way: 'own', ...tls, by: 'DTLS 1.2 with the key of the device (CCM or GCM)' },
  'broker-mqtts': { protocols: onMqtt, way: 'dialled', ...tls, by: 'TLS of a broker that others run; its certificate is checked' },
  'isapi-https': {
    protocols: ['isapi'],
    way: 'dialled',
    ...tls,
    by: 'TLS of the device; its certificate is checked',
    when: urlBegins('https:'),
  },
  'mqtt-sealed': {
    ...{ protocols: ['mqtt-sensor'], way: 'inside' },
    ...{ encryption: 'frame', integrity: 'frame', by: 'SM4-CBC and HMAC-SM3 by keys of device and connection; piles say nothing else' },
  },
  'sm2-signed': {
    ...{ protocols: ['mqtt-sensor', 'coap', 'https-sensor'], way: 'inside' },
    ...{ encryption: 'none', integrity: 'frame', by: 'SM2 signature of a device with a key; it may encrypt to the bridge as well' },
  },
  lorawan: {
    ...{ protocols: ['lorawan'], way: 'inside', encryption: 'network server', integrity: 'network server' },
    by: 'AES-128 and MIC from the sensor to the network server; from there MQTT',
  },
  'nbiot-push': {
    ...{ protocols: ['nbiot'], way: 'inside', encryption: 'network server', integrity: 'network server' },
    by: "the carrier's network up to its platform; from there HTTP",
  },
  'ykc-cipher': {
    ...{ protocols: ['ykc'], way: 'own', encryption: 'frame', integrity: 'checksum', by: '3DES of the bodies, CRC-16' },
    when: ({ cipher }) => cipher !== undefined,
  },
  mqtt: { protocols: onMqtt, way: 'shared', ...open, by: '' },
  http: { protocols: onHttp, way: 'shared', ...open, by: '' },
  ws: { protocols: ['ocpp16', 'ocpp201'], way: 'inside', ...open, by: 'the listener of http' },
  'broker-mqtt': { protocols: onMqtt, way: 'dialled', ...open, by: '' },
  'isapi-http': { protocols: ['isapi'], way: 'dialled', ...open, by: 'only the password is hidden (digest)', when: urlBegins('http:') },
  ykc: { protocols: ['ykc'], way: 'own', ...crc, by: 'CRC-16', when: ({ cipher }) => cipher === undefined },
  dny: { protocols: ['dny'], way: 'own', ...crc, by: 'a sum of 16 bits' },
  gbt26875: { protocols: ['gbt26875'], way: 'own', ...crc, by: 'a sum of 8 bits' },
  hj212: { protocols: ['hj212'], way: 'own', ...crc, by: 'CRC-16, and a password in the clear' },
  uhppote: { protocols: ['uhppote'], way: 'own', ...open, by: '' },
  modbus: { protocols: ['modbus'], way: 'dialled', ...crc, by: 'CRC-16 of RTU; nothing over TCP' },
  dlt645: { protocols: ['dlt645'], way: 'dialled', ...crc, by: 'a sum of 8 bits' },
  cjt188: { protocols: ['cjt188'], way: 'dialled', ...crc, by: 'a sum of 8 bits' },
  osdp: { protocols: ['osdp'], way: 'dialled', ...crc, by: 'CRC-16; its secure channel is not spoken' },
  'qr-tcp': {
    ...{ protocols: ['qr-reader'], way: 'dialled', ...crc, by: 'one byte in frames, nothing in lines' },
    when: ({ host }) => host !== undefined,
  },
})

export type ChannelName = keyof typeof channels
export const channelNames = Object.keys(channels) as ChannelName[]

/** Encrypted, and a changed byte is found whoever changed it. */
export const isProtected = (name: ChannelName): boolean =>
  channels[name].encryption !== 'none' && channels[name].integrity !== 'none' && channels[name].integrity !== 'checksum'

/** What an operator may name as running in a tunnel: what is opened or dialled by itself, and has no protection. */
export const tunnelNames = channelNames.filter((name) => !isProtected(name) && channels[name].way !== 'inside')

/** The channel that a device means by its own address; undefined where it uses the shared listeners, which are open or not. */
export const ownChannelOf = (device: { readonly protocol: string; readonly address: unknown }): ChannelName | undefined =>
  channelNames.find((name) => {
    const { way, protocols, when } = channels[name]
    if ((way !== 'own' && way !== 'dialled') || name === 'broker-mqtt' || name === 'broker-mqtts') return false
    return protocols.includes(device.protocol) && (when?.((device.address ?? {}) as Record<string, unknown>) ?? true)
  })
