import type { PanelProps } from '../../app/nav/registry.ts'
import { Judgement } from './judgement.tsx'

/** Whether somebody of the house is in, on its file. */
export default function HousePanel({ placeId }: PanelProps) {
  return placeId === null ? null : <Judgement houseId={placeId} />
}
