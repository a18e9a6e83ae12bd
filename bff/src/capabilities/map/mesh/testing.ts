import type { Mesh } from '@liren/contract/map/mesh'
import type { Stage } from '@liren/contract/map/stage'
import type { Answer, TestApp } from '../../../../test/app.ts'
import { sendFile } from '../../../../test/send-file.ts'

interface Query {
  readonly name: string
  readonly source: string
  readonly stage: Stage
  readonly takenOn: string
  readonly placeId: string
  readonly longitude: number
  readonly latitude: number
  readonly elevation: number
  readonly heading: number
  readonly scale: number
  readonly version: number
}

/** Sends a file as the page of models does. */
export const sendMesh = (
  app: Pick<TestApp, 'origin'>,
  token: string,
  query: Partial<Query>,
  content: Uint8Array<ArrayBuffer>,
  path = '/api/map/meshes',
): Promise<Answer<Mesh>> => sendFile<Mesh>(app, path, { token, query, file: { name: 'model.glb', content } })
