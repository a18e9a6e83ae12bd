/** What the simulators read from their environment; the start command sets it. */
export interface SimSettings {
  readonly wechatPort: number
  readonly smsPort: number
  readonly governmentPort: number
  readonly cityFirePort: number
  readonly lifePort: number
  readonly cameraPort: number
  readonly houseUrl: string
  readonly mqttUrl: string
  /** Where the bridge tells on which ports its protocols listen. */
  readonly bridgeUrl: string
  readonly dataFolder: string
  /** Whether the community lives from the beginning. */
  readonly alive: boolean
}

/** Missing ports are any free one; a port that is not a number is an error. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SimSettings {
  const port = (name: string): number => {
    const value = Number(env[name] ?? '0')
    if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new Error(`${name}=${env[name]} is not a port`)
    return value
  }
  return {
    wechatPort: port('LIREN_SIM_WECHAT_PORT'),
    smsPort: port('LIREN_SIM_SMS_PORT'),
    governmentPort: port('LIREN_SIM_GOVERNMENT_PORT'),
    cityFirePort: port('LIREN_SIM_CITY_FIRE_PORT'),
    lifePort: port('LIREN_SIM_LIFE_PORT'),
    cameraPort: port('LIREN_SIM_CAMERA_PORT'),
    houseUrl: (env.LIREN_SIM_HOUSE_URL ?? 'http://127.0.0.1:7300').replace(/\/+$/, ''),
    mqttUrl: env.LIREN_SIM_MQTT_URL ?? 'mqtt://127.0.0.1:7304',
    bridgeUrl: (env.LIREN_SIM_BRIDGE_URL ?? 'http://127.0.0.1:7305').replace(/\/+$/, ''),
    dataFolder: env.LIREN_DATA ?? './data',
    alive: env.LIREN_SIM_LIFE !== 'off',
  }
}
