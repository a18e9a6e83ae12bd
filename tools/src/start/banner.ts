import { networkInterfaces } from 'node:os'
import type { Config } from '@liren/bff/kernel/config'
import QRCode from 'qrcode'

export interface Persona {
  readonly name: string
  readonly account: string | null
  readonly password: string | null
  readonly page: string
  readonly doing: string
}

/** Where people reach the house: the public address when one is set, otherwise what this machine answers to. */
export function addresses(config: Config): string[] {
  if (config.LIREN_PUBLIC_URL) return [config.LIREN_PUBLIC_URL.replace(/\/+$/, '')]
  const hosts = ['0.0.0.0', '::'].includes(config.LIREN_HOST) ? ['localhost', ...ownAddresses()] : [config.LIREN_HOST]
  return hosts.map((host) => `http://${host.includes(':') ? `[${host}]` : host}:${config.LIREN_PORT}`)
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address)

/** Everything a newcomer needs on one screen. */
export async function banner(config: Config, personas: readonly Persona[], notes: readonly string[]): Promise<string> {
  const all = addresses(config)
  // A telephone cannot reach "localhost" of this machine, so the code carries an address it can.
  const scanned = all.at(-1) as string
  const lines = [
    '',
    '里仁 Liren 已就绪 · is ready',
    ...all.flatMap((base) => [
      `  居民端 resident app   ${base}/m/`,
      `  管理后台 back office  ${base}/admin/`,
      `  接口文档 API          ${base}/api/docs`,
    ]),
    '',
    await QRCode.toString(`${scanned}/m/`, { type: 'terminal', small: true, errorCorrectionLevel: 'L' }),
  ]
  if (personas.length > 0) {
    lines.push('演示身份：登录页点选即可进入；账号口令也可用 · Personas: choose one on the sign-in page, or type account and password')
    for (const persona of personas) {
      const way = persona.account ? `${persona.account} / ${persona.password}` : '点选 · choose'
      lines.push(`  ${pad(persona.name, 12)} ${pad(persona.page, 8)} ${pad(way, 34)} ${persona.doing}`)
    }
    lines.push('')
  }
  lines.push(...notes.map((note) => `  ${note}`), '  Ctrl-C 收尾后退出 · drains and stops', '')
  return lines.join('\n')
}

/** Pads by columns on the screen: a Chinese character takes two. */
function pad(text: string, columns: number): string {
  const width = [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(columns - width, 0))
}
