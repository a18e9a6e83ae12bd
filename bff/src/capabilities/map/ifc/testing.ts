import type { IfcPreview } from '@liren/contract/map/ifc-model'
import type { Stage } from '@liren/contract/map/stage'
import type { Answer, TestApp } from '../../../../test/app.ts'
import { sendFile } from '../../../../test/send-file.ts'

interface Query {
  readonly version: number
  readonly stage: Stage
  readonly source: string
  readonly takenOn: string
  readonly validTo: string
}
interface Imported {
  readonly placeId: string
  readonly revision: number
  readonly version: number
}

/** Sends a file as the page of a building does: looked at first, or imported where a query says of what it is. */
export const sendIfc = (
  app: Pick<TestApp, 'origin'>,
  token: string,
  buildingId: string,
  content: string | Uint8Array<ArrayBuffer>,
  query?: Partial<Query>,
): Promise<Answer<IfcPreview & Imported>> =>
  sendFile(app, `/api/map/buildings/${buildingId}/ifc${query ? '' : '/preview'}`, { token, query, file: { name: 'model.ifc', content } })
