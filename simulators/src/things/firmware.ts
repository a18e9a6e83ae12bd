import { createHash } from 'node:crypto'

export type UpdateState = 'downloading' | 'download-failed' | 'downloaded' | 'installing' | 'install-failed' | 'installed'

/** A device that is brought to another version. */
export interface Updated {
  /** The bytes at an address; undefined where they cannot be had. */
  get(url: string): Promise<Buffer | undefined>
  /** What the bytes have to be, where the device was told so. */
  readonly sm3?: string | undefined
  say(state: UpdateState): Promise<unknown>
  /** It works on for a moment. */
  rest(): Promise<void>
  /** It runs this from now on, and says so. */
  restart(release: string): Promise<unknown>
}

/** Bytes that a played device takes for a build of this version. */
export const builtFor = (release: string): string => `LIREN-FIRMWARE ${release}\n`

/**
 * Fetches a build, looks at it, installs it and starts anew. By the name of the version it can be played that things go wrong:
 * `2.0-fail` cannot be installed, of `2.0-silent` nothing is ever heard. Tells whether it runs the version now.
 */
export async function playUpdate(url: string, device: Updated): Promise<boolean> {
  const bytes = await device.get(url).catch(() => undefined)
  const release = /^LIREN-FIRMWARE (\S{1,40})\n/.exec(bytes?.toString('utf8', 0, 80) ?? '')?.[1]
  if (release?.endsWith('-silent')) return false
  await device.say('downloading')
  await device.rest()
  if (bytes === undefined) return fail('download-failed')
  await device.say('downloaded')
  const isWhole = device.sm3 === undefined || createHash('sm3').update(bytes).digest('hex') === device.sm3
  await device.say('installing')
  await device.rest()
  if (release === undefined || release.endsWith('-fail') || !isWhole) return fail('install-failed')
  await device.say('installed')
  await device.restart(release)
  return true

  async function fail(state: 'download-failed' | 'install-failed'): Promise<false> {
    await device.say(state)
    return false
  }
}

/** As OCPP says it, in both versions. */
export const ocppWords: Readonly<Record<UpdateState, string>> = {
  downloading: 'Downloading',
  'download-failed': 'DownloadFailed',
  downloaded: 'Downloaded',
  installing: 'Installing',
  'install-failed': 'InstallationFailed',
  installed: 'Installed',
}

/** Over HTTP, as a device does it. */
export async function fetchBuild(url: string): Promise<Buffer | undefined> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) })
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined
}
