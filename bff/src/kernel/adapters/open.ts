import { demoAccounts, governmentErrors, smsErrors, smsTemplates, wechatErrors } from '@liren/contract'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { refuseWith } from '../errors.ts'
import type { Cache, CityFireApi, GovernmentApi, Lock, SmsApi, WechatApi } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'
import { type CityFireSettings, createCityFire } from './city-fire.ts'
import { createGovernment, type GovernmentSettings } from './government.ts'
import type { Fetch } from './http.ts'
import { createSms, type SmsSettings } from './sms.ts'
import { createWechat, type WechatSettings } from './wechat.ts'

export interface OutsideDeps {
  readonly fetch: Fetch
  readonly cache: Cache
  readonly lock: Lock
  readonly clock: Clock
  readonly log: Logger
}

export interface Outside {
  readonly wechat: WechatApi
  readonly sms: SmsApi
  readonly government: GovernmentApi
  readonly cityFire: CityFireApi | undefined
  /** Services that are simulators here; the ends say so on every screen. */
  readonly simulated: readonly Simulated[]
}

type Simulated = 'wechat' | 'sms' | 'government' | 'city-fire'

const timeoutMs = 5000

/** The real services where an account is configured; in the demonstration their simulators; otherwise a clear refusal. */
export function openOutside(config: Config, deps: OutsideDeps): Outside {
  const wechat = wechatSettings(config)
  const sms = smsSettings(config)
  const government = governmentSettings(config)
  const simulated: Simulated[] = []
  if (wechat?.appId === demoAccounts.wechat.appId) simulated.push('wechat')
  if (sms?.secretId === demoAccounts.sms.secretId) simulated.push('sms')
  if (government?.appId === demoAccounts.government.appId) simulated.push('government')
  const cityFire = cityFireSettings(config)
  if (cityFire?.id === demoAccounts.cityFire.id) simulated.push('city-fire')
  return {
    cityFire: cityFire && createCityFire(cityFire, deps),
    government: government ? createGovernment(government, deps) : withoutGovernment,
    wechat: wechat ? createWechat(wechat, deps) : withoutWechat,
    sms: sms ? createSms(sms, deps) : withoutSms,
    simulated,
  }
}

/** Undefined when there is neither an account nor a simulator. */
export function wechatSettings(config: Config): WechatSettings | undefined {
  if (config.LIREN_WECHAT_APPID && config.LIREN_WECHAT_SECRET) {
    return {
      appId: config.LIREN_WECHAT_APPID,
      secret: config.LIREN_WECHAT_SECRET,
      baseUrl: origin(config.LIREN_WECHAT_URL) ?? 'https://api.weixin.qq.com',
      timeoutMs,
      templates: config.LIREN_WECHAT_TEMPLATES === '' ? {} : (JSON.parse(config.LIREN_WECHAT_TEMPLATES) as WechatSettings['templates']),
    }
  }
  const simulator = config.mode === 'production' ? undefined : origin(config.LIREN_WECHAT_URL)
  return simulator ? { ...demoAccounts.wechat, baseUrl: simulator, timeoutMs } : undefined
}

/** WeChat's id of a template of ours, which the phone asks a grant for; null where notices of this name are not sent. */
export function wechatTemplate(config: Config, name: string): string | null {
  const settings = wechatSettings(config)
  if (settings === undefined) return null
  return settings.templates === undefined ? name : (settings.templates[name]?.id ?? null)
}

/** Undefined when there is neither an account nor a simulator. */
export function smsSettings(config: Config): SmsSettings | undefined {
  if (config.LIREN_SMS_KEY && config.LIREN_SMS_SECRET) {
    const ids = new Map(config.LIREN_SMS_TEMPLATES.split(',').map((pair) => pair.split('=') as [string, string]))
    return {
      secretId: config.LIREN_SMS_KEY,
      secretKey: config.LIREN_SMS_SECRET,
      appId: config.LIREN_SMS_APPID,
      signName: config.LIREN_SMS_SIGN,
      region: config.LIREN_SMS_REGION,
      baseUrl: origin(config.LIREN_SMS_URL) ?? 'https://sms.tencentcloudapi.com',
      timeoutMs,
      templates: templatesBy((name) => ids.get(name)),
    }
  }
  const simulator = config.mode === 'production' ? undefined : origin(config.LIREN_SMS_URL)
  return simulator ? { ...demoAccounts.sms, baseUrl: simulator, timeoutMs, templates: templatesBy((name) => name) } : undefined
}

/** Undefined when there is neither an account nor a simulator. */
function governmentSettings(config: Config): GovernmentSettings | undefined {
  const [baseUrl, page] = [origin(config.LIREN_GOVERNMENT_URL), config.LIREN_GOVERNMENT_PAGE]
  if (!baseUrl || !page) return undefined
  if (config.LIREN_GOVERNMENT_APPID && config.LIREN_GOVERNMENT_SECRET)
    return { appId: config.LIREN_GOVERNMENT_APPID, secret: config.LIREN_GOVERNMENT_SECRET, baseUrl, page, timeoutMs }
  return config.mode === 'production' ? undefined : { ...demoAccounts.government, baseUrl, page, timeoutMs }
}

/** Undefined when there is neither an account nor a simulator. */
function cityFireSettings(config: Config): CityFireSettings | undefined {
  const baseUrl = origin(config.LIREN_CITY_FIRE_URL)
  if (!baseUrl) return undefined
  if (config.LIREN_CITY_FIRE_ID && config.LIREN_CITY_FIRE_SECRET)
    return { id: config.LIREN_CITY_FIRE_ID, secret: config.LIREN_CITY_FIRE_SECRET, baseUrl, timeoutMs }
  return config.mode === 'production' ? undefined : { ...demoAccounts.cityFire, baseUrl, timeoutMs }
}

function templatesBy(idOf: (name: string) => string | undefined): SmsSettings['templates'] {
  const known = Object.entries(smsTemplates).map(([name, { params }]) => [name, idOf(name), params] as const)
  return Object.fromEntries(known.flatMap(([name, id, params]) => (id === undefined ? [] : [[name, { id, params }]])))
}

const origin = (url: string): string | undefined => (url === '' ? undefined : url.replace(/\/+$/, ''))

const notConfigured = () => Promise.reject(refuseWith(wechatErrors, 'wechat.misconfigured'))
const withoutWechat: WechatApi = { codeToSession: notConfigured, phoneNumber: notConfigured, subscribeMessage: notConfigured }
const withoutSms: SmsApi = { send: () => Promise.reject(refuseWith(smsErrors, 'sms.misconfigured')) }
const withoutGovernment: GovernmentApi = {
  signInUrl: () => null,
  person: () => Promise.reject(refuseWith(governmentErrors, 'government.misconfigured')),
  publicData: () => Promise.reject(refuseWith(governmentErrors, 'government.data-unavailable')),
}
