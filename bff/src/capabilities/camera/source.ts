import { httpSource } from '../../kernel/adapters/camera/http.ts'
import { type CameraSource, NoPicture } from '../../kernel/adapters/camera/source.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { CameraRow } from './row.ts'

export const passwordPlace = (id: string) => ({ table: 'cameras', column: 'sealed_password', row: id })

const absent = (why: string): CameraSource => ({
  still: () => Promise.reject(new NoPicture(why)),
  recorded: () => Promise.reject(new NoPicture(why)),
})

export type Sourced = Pick<CameraRow, 'id' | 'source' | 'url' | 'user_name' | 'sealed_password'>

/** The adapter for this camera. */
export function sourceOf(kernel: Pick<Kernel, 'config' | 'sealer'>, row: Sourced): CameraSource {
  if (row.source === 'http') {
    if (row.user_name === '') return httpSource(row.url)
    const password = row.sealed_password === null ? '' : kernel.sealer.open(row.sealed_password, passwordPlace(row.id))
    return httpSource(row.url, { user: row.user_name, password })
  }
  if (row.source !== 'simulator') return absent('not connected')
  const base = kernel.config.LIREN_CAMERA_URL
  return base === '' ? absent('the simulator is not running') : httpSource(`${base.replace(/\/+$/, '')}/${row.url}/picture`)
}
