import type { AnyEndpoint } from '@liren/contract'
import type { Mesh } from '@liren/contract/map/mesh'
import { useState } from 'react'
import { refresh } from '../../../app/api/cache.ts'
import { type ApiError, asApiError } from '../../../app/api/error.ts'
import { upload } from '../../../app/api/upload.ts'

/** Sends a model; what it holds is the answer. */
export function useUpload(onDone: (mesh: Mesh) => void) {
  const [running, setRunning] = useState(false)
  const [error, setError] = useState<ApiError>()
  async function send(endpoint: AnyEndpoint, file: File, values: Readonly<Record<string, string | number>>): Promise<boolean> {
    const search = new URLSearchParams(Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]))
    setRunning(true)
    setError(undefined)
    try {
      const mesh = await upload<Mesh>({ ...endpoint, path: `${endpoint.path}?${search}` }, file)
      refresh('map')
      onDone(mesh)
      return true
    } catch (caught) {
      setError(asApiError(caught))
      return false
    } finally {
      setRunning(false)
    }
  }
  return { send, running, error, clear: () => setError(undefined) }
}
